using System.Net.Http.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Clock;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>
/// Moves the server's clock; instants here are the world's, however far that clock is off. All it asks for can be asked for twice, so that a server that died under it is asked again: the
/// new one stands where this one was last told to go, and timers it was not told to ring are still silent.
/// </summary>
internal sealed class ClockClient(HttpClient http, string secret, Revival revival)
{
    /// <summary>Waits until nothing is left to do now.</summary>
    public Task<ClockReading> IdleAsync(CancellationToken cancellationToken) => PostAsync("idle", new { }, cancellationToken);

    /// <summary>Moves the clock once nothing is left to do now.</summary>
    /// <param name="ring">False: timers due there stay silent, so that something can arrive before them.</param>
    public async Task<ClockReading> AdvanceAsync(DateTimeOffset to, bool ring, CancellationToken cancellationToken)
    {
        // Whoever moves the clock has seen the server idle at the instant before, so nothing of that is left to a new server.
        revival.Clock = revival.Clock with { Now = to };
        var reading = await PostAsync("advance", new Advance(to + revival.Shift, ring), cancellationToken);
        if (ring) revival.Clock = new(to, to);
        return reading;
    }

    private async Task<ClockReading> PostAsync(string verb, object body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryPostAsync(verb, body, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && revival.Fallen.IsCancellationRequested))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!await revival.ReviveAsync(cancellationToken)) throw;
            }
        }
    }

    private async Task<ClockReading> TryPostAsync(string verb, object body, CancellationToken cancellationToken)
    {
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, revival.Fallen);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ClockEndpoints.Prefix}/{verb}") { Content = JsonContent.Create(body, options: DomainJson.Options) };
        request.Headers.Add(ClockEndpoints.SecretHeader, secret);
        using var response = await http.SendAsync(request, alive.Token);
        response.EnsureSuccessStatusCode();
        var reading = await response.Content.ReadFromJsonAsync<ClockReading>(DomainJson.Options, alive.Token) ?? throw new InvalidOperationException("The clock gave no answer.");
        return new(reading.Now - revival.Shift, reading.NextDue - revival.Shift);
    }
}
