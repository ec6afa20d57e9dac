namespace Fulfilment.Domain.Orders;

internal static class GateEvolution
{
    public static OrderData Evolve(OrderData order, OrderEvent @event) => @event switch
    {
        OrderEvent.GraceExtended e => order with { Grace = order.Grace with { ExtendedUntil = e.Until } },
        OrderEvent.GraceWaived e => order with { Grace = order.Grace with { Waiver = new(e.At, e.By), ShownUntil = null, ExtendedUntil = null } },
        OrderEvent.Held e => order with { Hold = new(e.Reason, e.By, e.At) },
        OrderEvent.Unheld => order with { Hold = null },
        OrderEvent.ContactRequested e => order with { Contact = order.Contact with { RequestedAt = e.At, RemindedAt = null, GivenUpAt = null } },
        OrderEvent.ContactReminded e => order with { Contact = order.Contact with { RemindedAt = e.At } },
        OrderEvent.ContactGivenUp e => order with { Contact = order.Contact with { GivenUpAt = e.At } },
        OrderEvent.ContactConfirmed e => order with { Contact = order.Contact with { Confirmed = [.. (order.Contact.Confirmed ?? []).Union(e.Lines)], DeclinedAt = null, DeclineReason = null } },
        OrderEvent.ContactDeclined e => order with { Contact = order.Contact with { DeclinedAt = e.At, DeclineReason = e.Reason } },
        OrderEvent.StockDemanded e => order with { Stock = Demand(order.Stock, e) },
        OrderEvent.StockCame e => order with { Stock = Come(order.Stock, e) },
        OrderEvent.StockMissing e => order with { Stock = order.Stock with { Complete = false, Missing = e.Missing, Eta = e.Eta, BackOrderTold = true } },
        OrderEvent.BackorderChosen e => order with { Stock = order.Stock with { Choice = e.Choice } },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} does not change the gate."),
    };

    private static StockState Demand(StockState stock, OrderEvent.StockDemanded e) => stock with
    {
        Version = e.Version,
        Lines = e.Lines,
        Mode = e.Mode,
        Complete = e.Complete,
        Allocated = [],
        Missing = e.Complete ? [] : stock.Missing,
        Eta = e.Complete ? null : stock.Eta,
        BackOrderTold = !e.Complete && stock.BackOrderTold,
    };

    private static StockState Come(StockState stock, OrderEvent.StockCame e) => stock with
    {
        Version = e.Version,
        Complete = e.Complete,
        Allocated = e.Complete ? [] : e.Lines,
        Missing = e.Complete ? [] : StockDemands.Minus(stock.Lines, e.Lines),
        Eta = e.Complete ? null : stock.Eta,
        BackOrderTold = !e.Complete && stock.BackOrderTold,
    };
}
