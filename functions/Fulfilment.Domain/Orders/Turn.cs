using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>One decision being made: what has been raised, sent and settled so far, and the state that follows. Lives no longer than a Decide call.</summary>
internal sealed class Turn(OrderCommand command, OrderState before, DateTimeOffset now, Facts? facts)
{
    private readonly List<OrderEvent> _events = [];
    private readonly List<Effect> _effects = [];
    private readonly List<(string Template, Func<MailModel, MailModel> With)> _mails = [];
    private readonly List<Receipt> _settled = [];

    public OrderCommand Command => command;
    public DateTimeOffset Now => now;
    public Facts? Facts => facts;
    public OrderState Before { get; } = before;
    public OrderState State { get; private set; } = before;
    public OrderData Order => State.Data;
    /// <summary>The order's version once this command is accepted.</summary>
    public int NextVersion => Before.Version + 1;

    public void Raise(OrderEvent @event)
    {
        _events.Add(@event);
        State = OrderEvolution.Evolve(State, @event);
    }

    public void Emit(Effect effect) => _effects.Add(effect);

    public void Alert(string code, string text) => Emit(new Effect.AlertStaff(code, text));

    /// <summary>Rendered from the order as this decision leaves it. Nobody is written to without an address, nor about a test order.</summary>
    public void Mail(string template, Func<MailModel, MailModel>? with = null) => _mails.Add((template, with ?? (m => m)));

    /// <summary>The final receipt of an earlier command.</summary>
    public void Settle(string commandId, string type, Actor actor, Outcome outcome, Refusal? reason = null) =>
        _settled.Add(new(commandId, type, actor, now, outcome, NextVersion, NextSteps.For(State, now, actor.Kind)) { Reason = reason });

    public Decision<OrderEvent> Accept(ProvisionalTerms? provisional = null)
    {
        Record();
        return Finish(Receipt(provisional is null ? Outcome.Applied : Outcome.Provisional) with { Provisional = provisional });
    }

    /// <summary>Asked of the warehouse: its answer settles the receipt.</summary>
    public Decision<OrderEvent> AcceptAsAsked()
    {
        Record();
        return Finish(Receipt(Outcome.Provisional));
    }

    /// <summary>The command itself is refused or changes nothing, yet the order must remember what was raised.</summary>
    /// <param name="newVersion">What was raised is something that people see.</param>
    public Decision<OrderEvent> Remember(Outcome outcome, Refusal? reason = null, IReadOnlyList<string>? next = null, bool newVersion = false)
    {
        if (newVersion) Record();
        return Finish(Receipt(outcome, next) with { Reason = reason });
    }

    public Decision<OrderEvent> Refuse(Refusal reason, params IReadOnlyList<string> next) =>
        new Decision<OrderEvent>.Rejected(Receipt(Outcome.Rejected, next) with { Reason = reason }, [.. _effects, .. RenderedMails(Receipt(Outcome.Rejected, next) with { Reason = reason })]);

    public Decision<OrderEvent> NoOp() => new Decision<OrderEvent>.NoOp(Receipt(Outcome.NoOp));

    public Decision<OrderEvent> Needs(FactsRequest request) => new Decision<OrderEvent>.Needs(request);

    private void Record()
    {
        Reconciliation.Run(this);
        var cleared = Reconciliation.Cleared(Before, State, now);
        Raise(new OrderEvent.Recorded(now, Reconciliation.Deadline(State, cleared ? now : null), cleared));
    }

    private Decision<OrderEvent>.Accepted Finish(Receipt receipt) => new(_events, [.. _effects, .. RenderedMails(receipt)], receipt, _settled);

    private Receipt Receipt(Outcome outcome, IReadOnlyList<string>? next = null) =>
        new(command.CommandId, command.GetType().Name, command.Actor, now, outcome, State.Version, next ?? NextSteps.For(State, now, command.Actor.Kind));

    private IEnumerable<Effect> RenderedMails(Receipt receipt)
    {
        if (_mails.Count == 0 || Order.BlockedAsTest || Order.Content.Customer.Email is not { Length: > 0 } to) return [];
        var model = new MailModel { To = to, Language = Order.Language, Order = OrderViews.Of(State, now), Receipt = receipt };
        return _mails.Select(m => new Effect.SendMail(m.Template, m.With(model)));
    }
}
