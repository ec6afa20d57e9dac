using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Running;

/// <summary>The shop's own site, which is told of its orders: an effect that leaves no record in the database leaves one here.</summary>
internal sealed class OwnSite(string secret) : IAsyncDisposable
{
    private readonly HttpServer _server = new();

    public string Url => _server.Url;

    /// <summary>What it was told, each key once. Without waybill numbers: parcels labelled at one instant may get each other's.</summary>
    public IReadOnlyList<string> Heard() => [.. _server.Calls.Select(Line).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Messages that the site would have to refuse, and keys under which it was told two different things.</summary>
    public IEnumerable<string> Faults()
    {
        if (_server.Calls.Count == 0) yield return "own site: it was told nothing";
        foreach (var call in _server.Calls.Where(call => !IsSigned(call))) yield return $"own site: {Line(call)} is not signed by the shop's secret";
        foreach (var key in _server.Calls.GroupBy(Key, StringComparer.Ordinal).Where(calls => calls.Select(Told).Distinct().Count() > 1))
            yield return $"own site: under {key.Key} it was told {string.Join(" and ", key.Select(Told).Distinct())}";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private bool IsSigned(HttpCall call)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers[StandardWebhooks.TimestampHeader], CultureInfo.InvariantCulture));
        return StandardWebhooks.Sign(secret, Key(call), at, call.Body)[StandardWebhooks.SignatureHeader] == call.Headers[StandardWebhooks.SignatureHeader];
    }

    private static string Key(HttpCall call) => call.Headers[StandardWebhooks.IdHeader];

    private static string Line(HttpCall call)
    {
        var notice = JsonSerializer.Deserialize<StorefrontNotice>(call.Body, DomainJson.Options)!;
        return string.Create(CultureInfo.InvariantCulture, $"own site: {Key(call)} {notice.Type} {notice.Data.Order} {notice.Data.ExternalId} {notice.Data.Shipment} {notice.Data.Carrier}");
    }

    /// <summary>Everything but the time of sending: a repeat has its own.</summary>
    private static string Told(HttpCall call)
    {
        var notice = JsonSerializer.Deserialize<StorefrontNotice>(call.Body, DomainJson.Options)!;
        return JsonSerializer.Serialize(notice.Data, DomainJson.Options) + notice.Type;
    }
}
