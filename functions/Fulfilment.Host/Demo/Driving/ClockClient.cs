using System.Net.Http.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Clock;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>Moves the server's clock.</summary>
internal sealed class ClockClient(HttpClient http, string secret)
{
    /// <summary>Waits until nothing is left to do now.</summary>
    public Task<ClockReading> IdleAsync(CancellationToken cancellationToken) => PostAsync("idle", new { }, cancellationToken);

    /// <summary>Moves the clock once nothing is left to do now.</summary>
    /// <param name="ring">False: timers due there stay silent, so that something can arrive before them.</param>
    public Task<ClockReading> AdvanceAsync(DateTimeOffset to, bool ring, CancellationToken cancellationToken) => PostAsync("advance", new Advance(to, ring), cancellationToken);

    private async Task<ClockReading> PostAsync(string verb, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ClockEndpoints.Prefix}/{verb}") { Content = JsonContent.Create(body, options: DomainJson.Options) };
        request.Headers.Add(ClockEndpoints.SecretHeader, secret);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<ClockReading>(DomainJson.Options, cancellationToken) ?? throw new InvalidOperationException("The clock gave no answer.");
    }
}
