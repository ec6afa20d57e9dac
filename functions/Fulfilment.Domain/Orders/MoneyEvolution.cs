namespace Fulfilment.Domain.Orders;

internal static class MoneyEvolution
{
    public static OrderMoney Evolve(OrderMoney money, OrderEvent @event) => @event switch
    {
        OrderEvent.PaymentSet e => Put(money, e.Entry),
        OrderEvent.MoneyReceived e => money with { Paid = money.Paid + e.Amount },
        OrderEvent.MoneyReturned e => money with { Refunded = money.Refunded + e.Amount },
        OrderEvent.PaymentBecameDue e => money with { DueSince = e.At },
        OrderEvent.PaymentCleared => money with { DueSince = null },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} does not change money."),
    };

    private static OrderMoney Put(OrderMoney money, OrderPayment entry) => money.Entry(entry.Id) is null
        ? money with { Entries = [.. money.Entries, entry], LastPayment = money.LastPayment + 1 }
        : money with { Entries = [.. money.Entries.Select(e => e.Id == entry.Id ? entry : e)] };
}
