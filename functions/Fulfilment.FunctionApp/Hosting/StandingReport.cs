using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>
/// What stands and wants a person, as log lines at every run: the alert rules look at some minutes at a time, so a line that was written once would raise an alert
/// that settles itself while the trouble goes on.
/// </summary>
public sealed partial class StandingReport(IQuarantine quarantine, IStaffAlerts alerts, ILogger<StandingReport> logger)
{
    private const string SlaMissed = "SlaMissed";

    /// <summary>Oldest first; each costs a read, at every run. Whoever has more of them open is told of these.</summary>
    private const int MostPages = 5;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var quarantined = await quarantine.ListAsync(100, cancellationToken);
        if (quarantined.Count > 0) Quarantined(logger, quarantined.Count, quarantined[0].Id, quarantined[0].Reason);
        var late = await OpenAsync(SlaMissed, cancellationToken);
        if (late.Count > 0) StillOpen(logger, SlaMissed, late.Count, late[0].OrderId, late[0].At);
    }

    private async Task<IReadOnlyList<StaffAlert>> OpenAsync(string code, CancellationToken cancellationToken)
    {
        var found = new List<StaffAlert>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await alerts.ListOpenAsync(null, cursor, 200, cancellationToken);
            found.AddRange(page.Items.Where(alert => alert.Code == code));
            cursor = page.Next;
        } while (cursor is not null && ++pages < MostPages);

        return found;
    }

    // The alert rules in infra/ look for these words.
    [LoggerMessage(EventId = 4203, EventName = "Quarantined", Level = LogLevel.Error, Message = "{Count} items are in quarantine; the first is {Id}: {Reason}")]
    private static partial void Quarantined(ILogger logger, int count, string id, string reason);

    [LoggerMessage(EventId = 4206, EventName = "StaffAlertsOpen", Level = LogLevel.Warning, Message = "Staff alert {Code} is open for {Count} orders; the oldest is {OrderId}, since {Since}")]
    private static partial void StillOpen(ILogger logger, string code, int count, string orderId, DateTimeOffset since);
}
