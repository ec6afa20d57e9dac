using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Host.Simulation;

/// <summary>Lets one workload live under one policy. Decider, planner and allocator are the real ones; only time and the outside are played.</summary>
internal sealed class Simulator
{
    private readonly Workload _workload;
    private readonly Contender _contender;
    private readonly VirtualTime _time = new();
    private readonly IStockModel _stock;
    private readonly Dictionary<string, SimulatedInstance> _instances = new(StringComparer.Ordinal);

    private Simulator(Workload workload, Contender contender)
    {
        _workload = workload;
        _contender = contender;
        _stock = workload.HasStock ? new LedgerStock(_time, Tell, _ => contender.Policy?.MaxOvertakes ?? new ReleasePolicy().MaxOvertakes) : new RecordedStock(_time, Tell);
    }

    public static IReadOnlyCollection<SimulatedInstance> Run(Workload workload, Contender contender) => new Simulator(workload, contender).Run();

    private IReadOnlyCollection<SimulatedInstance> Run()
    {
        foreach (var arrival in _workload.Deliveries) _time.At(arrival.At, () => ((LedgerStock)_stock).Arrive(arrival));
        foreach (var order in _workload.Orders) Enter(order);
        _time.RunUntil(_workload.Until);
        return _instances.Values;
    }

    private void Enter(SimulatedOrder order)
    {
        var instance = new SimulatedInstance(order, _time, Gather, (who, effect) => Perform(who, effect));
        _instances.Add(order.Id, instance);
        var policy = _contender.Policy ?? order.Policy ?? throw new InvalidOperationException($"{order.Id} has no policy of its own.");
        _time.At(order.PlacedAt, () => instance.Apply(new OrderCommand.Place(order.Snapshot, order.Store, policy, RulesVersions.Current)
        {
            CommandId = "place",
            Actor = new Actor(ActorKind.Storefront, "storefront"),
            At = _time.Now,
        }));
        foreach (var intent in order.Intents) _time.At(intent.At, () => instance.Apply(intent.Command));
    }

    private void Tell(string orderId, OrderCommand command) => _instances[orderId].Apply(command);

    private Facts Gather(FactsRequest request)
    {
        var items = request.Skus.Select(sku => _workload.Items.GetValueOrDefault(sku)).OfType<CatalogueItem>().ToList();
        var facts = new Facts { Items = items, Shipping = request.ShippingMethod is { } code ? _workload.Shipping.GetValueOrDefault(code) : null };
        var hopeless = items.Count < request.Skus.Count || (request.ShippingMethod is not null && facts.Shipping is null);
        if (hopeless || request.Reserve is not { } demand) return facts;
        var answer = _stock.Reserve(demand);
        return facts with { Reserved = answer.Reserved, Short = answer.Short };
    }

    private void Perform(SimulatedInstance instance, Effect effect)
    {
        switch (effect)
        {
            case Effect.DemandStock demand:
                // Through the outbox, as in life: after the turn that asks for it.
                _time.At(_time.Now, () => _stock.Demand(instance.Order, demand.Demand));
                break;
            case Effect.ReleaseStock:
                _time.At(_time.Now, () => _stock.Release(instance.Order.Id));
                break;
            case Effect.ConsumeStock consumed:
                _time.At(_time.Now, () => _stock.Consume(instance.Order.Id, consumed.Lines));
                break;
            case Effect.HandOver handOver:
                instance.ReleasedAt ??= handOver.Release.ReleasedAt;
                break;
            case Effect.RequestPayment request when instance.Order.PaysAfter is { } after:
                _time.At(_time.Now + after, () => instance.Apply(Settled(request.PaymentId, request.Amount)));
                break;
            case Effect.CapturePayment capture:
                _time.At(_time.Now, () => instance.Apply(Settled(capture.PaymentId, capture.Amount)));
                break;
            case Effect.SendMail mail:
                Read(instance, mail.Template);
                break;
            case Effect.RequestPayment or Effect.RequestIntercept or Effect.CreateLabel or Effect.VoidPayment or Effect.RefundPayment or Effect.NotifyStorefront or Effect.AlertStaff:
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}.");
        }
    }

    /// <summary>What customers do when they get a mail.</summary>
    private void Read(SimulatedInstance instance, string template)
    {
        if (template == MailTemplates.ContactRequested && instance.Order.ConfirmsAfter is { } confirms)
            _time.At(_time.Now + confirms, () => instance.Apply(new OrderCommand.ConfirmContact { CommandId = "confirm", Actor = Actor.Customer, At = _time.Now }));
        if (template == MailTemplates.BackOrder && instance.Order.Backorder is { } answer)
            _time.At(_time.Now + answer.After, () => instance.Apply(new OrderCommand.BackorderChoice(answer.Choice) { CommandId = "backorder", Actor = Actor.Customer, At = _time.Now }));
    }

    private OrderCommand.PaymentSettled Settled(string paymentId, Money amount) =>
        new(paymentId, amount, $"paid-{paymentId}") { CommandId = $"settled-{paymentId}", Actor = Actor.System, At = _time.Now };
}
