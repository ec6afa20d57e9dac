using System.Net;
using System.Net.Http.Headers;

namespace Fulfilment.Azure.Tables;

/// <summary>Sends signed requests, again when the service is busy or the network fails.</summary>
internal sealed class TableTransport(HttpClient http, TableAuthorization authorization, TimeProvider clock, TableRetry retry)
{
    private const string ServiceVersion = "2020-12-06";

    /// <param name="create">Makes the request anew for each try.</param>
    /// <param name="inside">The answer that counts, where the service wraps it in another; a transaction's part that is busy undoes all of it, so all is sent again.</param>
    /// <returns>The answer to a try that was not worth repeating; the caller judges its status.</returns>
    public async Task<TableAnswer> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken, Func<TableAnswer, TableAnswer>? inside = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await TryAsync(create, cancellationToken);
            if (inside is not null && answer is { IsSuccess: true }) answer = inside(answer);
            if (answer is not null && !TableRetry.IsTransient(answer.Status)) return answer;
            var delay = retry.DelayAfter(attempt, answer?.RetryAfter(clock.GetUtcNow()), Random.Shared.NextDouble());
            if (delay is null) throw failure ?? answer!.Error();
            await Task.Delay(delay.Value, clock, cancellationToken);
        }
    }

    private async Task<(TableAnswer? Answer, Exception? Failure)> TryAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(retry.AttemptTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = create();
            request.Headers.Add("x-ms-version", ServiceVersion);
            request.Headers.Add("x-ms-client-request-id", Guid.NewGuid().ToString());
            request.Headers.Add("DataServiceVersion", "3.0");
            await authorization.SignAsync(request, clock.GetUtcNow(), linked.Token);
            using var response = await http.SendAsync(request, linked.Token);
            return (new TableAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(linked.Token), response.Headers), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new TimeoutException($"The table service did not answer within {retry.AttemptTimeout.TotalSeconds:0} s."));
        }
    }
}

internal sealed record TableAnswer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;

    public TimeSpan? RetryAfter(DateTimeOffset now) => Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now : null;

    public TableRequestException Error()
    {
        var error = TableError.Parse(Body);
        return new(Status, error.Code, error.Message);
    }
}
