using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;
using Fulfilment.Web.Api;

namespace Fulfilment.Host.Demo.Scripts;

/// <summary>Where the plots play: who can be made to do what, and when.</summary>
internal sealed record Stage(Agenda Agenda, StorefrontClient Shops, CustomerClient Customer, StaffClient Staff)
{
    public void At(DemoOrder order, DateTimeOffset at, Func<Task> act, Phase phase = Phase.AfterTimers) => Agenda.Add(at, order.Index, act, phase);

    public void After(DemoOrder order, int minutes, Func<Task> act) => At(order, order.PlacedAt.AddMinutes(minutes), act);

    /// <summary>
    /// Soon after the order came in, looks up the instant at which it will be released, and plans something around it. An
    /// order whose release has no known instant is left alone.
    /// </summary>
    /// <param name="minutes">From that instant; 0 is the very instant, before or after the server's own timer by <paramref name="phase"/>.</param>
    public void AroundRelease(DemoOrder order, int minutes, Phase phase, Func<Task> act) => After(order, 5, async () =>
    {
        var plan = (await Staff.DetailAsync(order.Id)).Plan;
        if (plan.ReleaseAt is { } gate) At(order, gate.AddMinutes(minutes), act, phase);
    });

    public async Task<OrderView> ViewAsync(DemoOrder order) => (await Staff.DetailAsync(order.Id)).View;
}
