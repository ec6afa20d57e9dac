using System.Net;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>
/// Carries requests to the server as careful clients do: what was not acknowledged is sent again, byte for byte and under
/// the same id. At one request it has the server killed while that one is under way.
/// </summary>
internal sealed class Courier(HttpClient http, Revival revival)
{
    private Func<Task>? _strike;

    /// <summary>The next request that changes something meets a server that dies under it.</summary>
    /// <param name="killAndRestart">Ends the server's process and starts it anew on the same data; null: no blow.</param>
    public void Arm(Func<Task>? killAndRestart) => _strike = killAndRestart;

    public async Task<Answer> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        if (_strike is { } strike && letter.Method != HttpMethod.Get)
        {
            _strike = null;
            var underWay = TrySendAsync(letter, cancellationToken);
            await strike();
            if (await underWay is { } answer) return answer;
        }

        while (true)
        {
            var answer = await TrySendAsync(letter, cancellationToken);
            // An error of the server may be the last word of one whose engine has just failed.
            if (answer is not null && (int)answer.Status < 500) return answer;
            if (await revival.ReviveAsync(cancellationToken)) continue;
            return answer ?? throw new HttpRequestException($"The server did not answer {letter.Method} {letter.Path}.");
        }
    }

    /// <returns>Null when the connection broke before the answer was complete.</returns>
    private async Task<Answer?> TrySendAsync(Letter letter, CancellationToken cancellationToken)
    {
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, revival.Fallen);
        try
        {
            using var request = letter.ToRequest();
            using var response = await http.SendAsync(request, alive.Token);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(alive.Token), response.Headers.Location);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested && alive.IsCancellationRequested))
        {
            return null;
        }
    }
}

/// <summary>One request that can be sent again as it is.</summary>
internal sealed record Letter(HttpMethod Method, string Path, byte[]? Body = null, string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Path);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}

internal sealed record Answer(HttpStatusCode Status, string Body, Uri? Location)
{
    public bool Accepted => (int)Status is >= 200 and < 300;
}
