using System.Diagnostics.Metrics;

namespace Fulfilment.Web.Webhooks;

/// <summary>Counts what webhooks come to, by source and outcome; refused signatures by reason.</summary>
internal sealed class WebhookMeter : IDisposable
{
    private readonly Meter _meter = new("Fulfilment.Web");
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _badSignatures;

    public WebhookMeter()
    {
        _deliveries = _meter.CreateCounter<long>("fulfilment.webhooks", description: "Verified webhook deliveries by source and outcome.");
        _badSignatures = _meter.CreateCounter<long>("fulfilment.webhooks.bad_signatures", description: "Webhooks refused for their signature.");
    }

    public void Delivered(string source, string outcome) => _deliveries.Add(1, new("source", source), new("outcome", outcome));

    public void Refused(string source, string reason) => _badSignatures.Add(1, new("source", source), new("reason", reason));

    public void Dispose() => _meter.Dispose();
}
