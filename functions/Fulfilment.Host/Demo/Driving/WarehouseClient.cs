using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.World;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>The warehouse's system: follows the release feed, works on what it finds, and reports back.</summary>
internal sealed class WarehouseClient(ApiClient wms, Agenda agenda, IReadOnlyDictionary<string, DemoOrder> orders, CarrierClient carrier, StaffClient staff, Chronicle chronicle)
{
    private const string Operator = "packer-7";
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopping = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);
    private long _after;

    /// <summary>Reads what is new in the feed and plans the work on it.</summary>
    public async Task PollAsync(DateTimeOffset now)
    {
        while (true)
        {
            var answer = await wms.GetAsync<ReleaseFeedAnswer>($"/api/logistics/releases?after={_after}");
            if (answer.Items.Count == 0) return;
            foreach (var entry in answer.Items) Plan(entry, now);
            _after = answer.Next;
        }
    }

    private void Plan(ReleaseEntry entry, DateTimeOffset now)
    {
        var release = entry.Release;
        var order = orders[release.OrderId];
        if (_started.Add(release.Key))
        {
            if (order.Plot == Plot.WarehouseRejects) PlanRejection(order, release, now);
            else PlanWork(order, release, now);
        }

        if (entry.InterceptRequested && _stopping.Add(release.Key))
            agenda.Add(now.AddMinutes(5), order.Index, () => AnswerInterceptAsync(order, release));
    }

    private void PlanWork(DemoOrder order, ReleaseOrder release, DateTimeOffset now)
    {
        var mark = NextQuarter(now);
        Then(5, () => AcknowledgeAsync(release));
        Then(60, () => StepAsync(release, WarehouseStep.Collected));
        if (order.Plot == Plot.StepTrouble)
        {
            Then(75, () => CommandAsync(release, "StepProblem", new { type = "StepProblem", shipment = release.Shipment, reason = "the box is torn" }));
            Then(85, () => CommandAsync(release, "StepResolved", new { type = "StepResolved", shipment = release.Shipment, note = "packed anew" }));
        }

        Then(90, () => StepAsync(release, WarehouseStep.Packing));
        Then(120, () => StepAsync(release, WarehouseStep.ReadyForShipment));
        Then(180, async () =>
        {
            await StepAsync(release, WarehouseStep.HandedToCarrier);
            await carrier.TakeOverAsync(order, release.Shipment, mark.AddMinutes(180));
        });

        void Then(int minutes, Func<Task> act) => agenda.Add(mark.AddMinutes(minutes), order.Index, () => _stopped.Contains(release.Key) ? Task.CompletedTask : act());
    }

    /// <summary>The warehouse will not take it; the shop calls it back and the customer gets his money.</summary>
    private void PlanRejection(DemoOrder order, ReleaseOrder release, DateTimeOffset now)
    {
        agenda.Add(NextQuarter(now).AddMinutes(5), order.Index, () => wms.PostAsync<Receipt>($"/api/logistics/releases/{Key(release)}/reject", new ReleaseReject("goods damaged in the warehouse"), $"reject-{release.Key}"));
        agenda.Add(NextQuarter(now).AddMinutes(65), order.Index, () => staff.InterceptAsync(order, "rejected by the warehouse"));
    }

    private Task AcknowledgeAsync(ReleaseOrder release) =>
        wms.PostAsync<Receipt>($"/api/logistics/releases/{Key(release)}/ack", new ReleaseAck($"W{release.Number.TrimStart('#')}-{release.Shipment}"), $"ack-{release.Key}");

    private async Task StepAsync(ReleaseOrder release, WarehouseStep step)
    {
        var id = $"wms-{release.Shipment}-{step}";
        await wms.PostAsync<Receipt>($"/api/logistics/{release.OrderId}/steps", new StepReport(step, release.Shipment, Operator, agenda.Now), id);
        chronicle.Commands.Add(new(release.OrderId, id, nameof(OrderCommand.StepReported), []));
    }

    private async Task AnswerInterceptAsync(DemoOrder order, ReleaseOrder release)
    {
        if (order.Plot == Plot.InterceptFails)
        {
            await CommandAsync(release, "InterceptFailed", new { type = "InterceptFailed", shipment = release.Shipment, reason = "already on the belt" });
            return;
        }

        _stopped.Add(release.Key);
        await CommandAsync(release, "InterceptSucceeded", new { type = "InterceptSucceeded", shipment = release.Shipment });
    }

    private async Task CommandAsync(ReleaseOrder release, string type, object body)
    {
        var id = $"wms-{release.Shipment}-{type}";
        await wms.PostAsync<Receipt>($"/api/orders/{release.OrderId}/commands", body, id);
        chronicle.Commands.Add(new(release.OrderId, id, type, []));
    }

    private static string Key(ReleaseOrder release) => Uri.EscapeDataString(release.Key);

    /// <summary>The warehouse works in quarters of an hour, so that much of its work falls on the same instants.</summary>
    private static DateTimeOffset NextQuarter(DateTimeOffset now)
    {
        var step = TimeSpan.FromMinutes(15).Ticks;
        return new DateTimeOffset((now.UtcTicks + step - 1) / step * step, TimeSpan.Zero);
    }
}
