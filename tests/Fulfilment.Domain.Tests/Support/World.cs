using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Tests.Support;

/// <summary>
/// One order and the little that surrounds it: a clock, a catalogue, a stock that says yes. Every step also checks what must
/// always hold: the state survives JSON, and its events replayed from the start give it again.
/// </summary>
internal sealed class World
{
    private readonly OrderDecider _decider = OrderDecider.Instance;
    private int _commands;

    public World() => State = _decider.Initial("demo.own.1001");

    public OrderState State { get; private set; }
    public DateTimeOffset Now { get; set; } = A.Noon;
    public List<Effect> Effects { get; } = [];
    public IReadOnlyList<Effect> LastEffects { get; private set; } = [];
    public List<OrderEvent> Events { get; } = [];
    public List<TimelineEntry> Timeline { get; } = [];
    public Dictionary<string, Receipt> Receipts { get; } = [];
    public Decision<OrderEvent>? Last { get; private set; }
    public Receipt Receipt { get; private set; } = null!;
    /// <summary>Answers to what a decision asks; by default everything is there and good.</summary>
    public Func<FactsRequest, Facts> Answers { get; set; } = AnswerYes;

    /// <summary>Called with the command and all receipts of a decision.</summary>
    public Action<OrderCommand, IReadOnlyList<Receipt>>? Decided { get; set; }
    /// <summary>Called with the plan as it was when a release was decided.</summary>
    public Action<ReleasePlan>? BeforeRelease { get; set; }

    public OrderView View => OrderViews.Of(State, Now);
    public ReleasePlan Plan => ReleasePlanner.Plan(State, Now);
    public IEnumerable<string> Mails => Effects.OfType<Effect.SendMail>().Select(m => m.Template);
    public string LastCommandId => $"c{_commands}";

    public static World With(OrderSnapshot? order = null, ReleasePolicy? policy = null, bool testStore = false, int rulesVersion = RulesVersions.Current)
    {
        var world = new World();
        world.Send(A.Storefront, new OrderCommand.Place(order ?? A.Order(), A.Store(testStore), policy ?? A.Policy, rulesVersion) { CommandId = "", Actor = A.Storefront, At = A.Noon });
        return world;
    }

    /// <summary>Sends a command; id, actor and time are filled in.</summary>
    public World Send(Actor actor, OrderCommand command)
    {
        Decide(command with { CommandId = $"c{++_commands}", Actor = actor, At = Now });
        return this;
    }

    public World Edit(params EditChange[] changes) => Send(Actor.Customer, new OrderCommand.Edit(changes) { CommandId = "", Actor = Actor.Customer, At = Now });

    public World Allocated(bool complete = true, params StockLine[] lines) =>
        Send(Actor.System, new OrderCommand.StockAllocated(State.Data.Stock.Version, complete, complete ? State.Data.Stock.Lines : lines) { CommandId = "", Actor = Actor.System, At = Now });

    public World At(DateTimeOffset now)
    {
        Now = now;
        return this;
    }

    public World After(TimeSpan time) => At(Now + time);

    /// <summary>Lets time pass: rings at each wake-up until the given instant.</summary>
    public World RunUntil(DateTimeOffset until)
    {
        for (var rings = 0; _decider.WakeAt(State, Now) is { } wake && wake <= until && !_decider.IsFinished(State, Now); rings++)
        {
            Assert.True(rings < 100, $"Wakes for ever at {wake:O} in {State.Kind}.");
            if (wake > Now) Now = wake;
            Decide(_decider.Wake(State, Now));
        }

        if (until > Now) Now = until;
        return this;
    }

    public T The<T>() where T : Effect => Assert.Single(Effects.OfType<T>());

    public void Decide(OrderCommand command)
    {
        var decision = _decider.Decide(command, State, Now, null);
        if (decision is Decision<OrderEvent>.Needs needs)
        {
            decision = _decider.Decide(command, State, Now, Answers(needs.Request));
            Assert.IsNotType<Decision<OrderEvent>.Needs>(decision);
        }

        Last = decision;
        switch (decision)
        {
            case Decision<OrderEvent>.Accepted accepted:
                Apply(accepted);
                break;
            case Decision<OrderEvent>.Rejected rejected:
                Take(rejected.Receipt, rejected.Effects);
                break;
            case Decision<OrderEvent>.NoOp noOp:
                Take(noOp.Receipt, []);
                break;
            default:
                throw new InvalidOperationException(decision.GetType().Name);
        }

        Timeline.AddRange(OrderTimeline.For(command, decision, State));
        Decided?.Invoke(command, decision is Decision<OrderEvent>.Accepted { Settled: var settled } ? [Receipt, .. settled] : [Receipt]);
    }

    private void Apply(Decision<OrderEvent>.Accepted accepted)
    {
        if (State is not OrderState.Unplaced && accepted.Effects.Any(e => e is Effect.HandOver)) BeforeRelease?.Invoke(Plan);
        State = accepted.Events.Aggregate(State, _decider.Evolve);
        Events.AddRange(accepted.Events);
        Take(accepted.Receipt, accepted.Effects);
        foreach (var settled in accepted.Settled) Receipts[settled.CommandId] = settled;
    }

    private void Take(Receipt receipt, IReadOnlyList<Effect> effects)
    {
        Receipt = receipt;
        Receipts[receipt.CommandId] = receipt;
        Effects.AddRange(effects);
        LastEffects = effects;
    }

    public static string Json(OrderState state) => JsonSerializer.Serialize(state, DomainJson.Options);

    /// <summary>The state after JSON, and after replaying its events through JSON, must be the same state.</summary>
    public void CheckState()
    {
        var json = Json(State);
        Assert.Equal(json, Json(JsonSerializer.Deserialize<OrderState>(json, DomainJson.Options)!));
        var events = JsonSerializer.Deserialize<List<OrderEvent>>(JsonSerializer.Serialize(Events, DomainJson.Options), DomainJson.Options)!;
        Assert.Equal(json, Json(events.Aggregate(_decider.Initial("demo.own.1001"), _decider.Evolve)));
    }

    public static Facts AnswerYes(FactsRequest request) => new()
    {
        Items = [.. request.Skus.Select(s => A.Item(s))],
        Shipping = request.ShippingMethod is { } code ? new(new(code, code), A.Eur_(code == "express" ? 12m : 5m)) : null,
        Reserved = request.Reserve is null ? null : true,
    };

}
