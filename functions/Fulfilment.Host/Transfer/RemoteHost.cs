using System.Net.Http.Headers;
using Fulfilment.Host.Cli;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Host.Transfer;

/// <summary>A running host whose orders are moved over HTTP.</summary>
internal sealed class RemoteHost(Uri url, string token)
{
    /// <summary>Many rows are read or written for each order; the host's own time limit is below this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static RemoteHost At(string url, string? token)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) throw new UserError($"--url must be an address such as https://orders.shop.example, not '{url}'.", UserError.BadArguments);
        if (string.IsNullOrEmpty(token)) throw new UserError("--url needs --token: an admin's token of that host, for all stores.", UserError.BadArguments);
        return new RemoteHost(uri, token);
    }

    /// <summary>Runs the move, and says of what fails what to do.</summary>
    public async Task<T> RunAsync<T>(Func<HttpClient, Task<T>> move, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = url, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            return await move(client);
        }
        catch (TransferFileException e)
        {
            throw new UserError(e.Message, inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"{url} cannot be reached ({e.Message}): run the same command again.", inner: e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserError($"{url} did not answer within {Patience.TotalMinutes} minutes: run the same command again.", inner: e);
        }
    }

    /// <returns>The body of an answer that says yes.</returns>
    public async Task<byte[]> PostAsync(HttpClient client, string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        throw new UserError($"{url} answered {(int)answer.StatusCode} to {path}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
