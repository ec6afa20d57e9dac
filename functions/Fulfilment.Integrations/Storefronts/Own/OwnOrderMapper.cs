using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts.Own;

/// <summary>An own-format order as the one order type.</summary>
internal static class OwnOrderMapper
{
    public static OrderSnapshot Map(OwnOrder order, StoreSettings store, ReleasePolicy policy)
    {
        var categories = new Categories(store.Storefront, policy);
        IReadOnlyList<OrderLine> lines = [.. order.Lines.Select(line => Line(line, categories))];
        return new OrderSnapshot
        {
            Store = store.Profile.Id,
            Source = StorefrontKind.Own,
            ExternalId = order.Id,
            Number = order.Number ?? order.Id,
            PlacedAt = order.PlacedAt,
            UpdatedAt = order.UpdatedAt ?? order.PlacedAt,
            Locale = order.Locale,
            Customer = order.Customer,
            ShipTo = order.ShipTo,
            RelayPoint = order.RelayPoint,
            Shipping = order.Shipping is { } shipping ? ShippingMethods.Resolve(store.Storefront, policy, shipping.Code, shipping.Title, shipping.Carrier) : null,
            Lines = lines,
            Charges = Charges(order, lines),
            Payment = order.Payment.State,
            PaymentMethod = order.Payment.Method,
            Status = order.Status,
            Test = order.Test,
            GiftMessage = order.GiftMessage,
            DeliveryInstructions = order.DeliveryInstructions,
            WishedDate = order.WishedDate,
            Note = order.Note,
        };
    }

    private static OrderLine Line(OwnLine line, Categories categories) => new()
    {
        Id = line.Id,
        Sku = line.Sku,
        Title = line.Title,
        Category = categories.Named(line.Sku, line.Category),
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice,
        UnitDiscount = line.UnitDiscount ?? Money.Zero(line.UnitPrice.Currency),
        TaxRate = line.TaxRate,
        RequiresShipping = line.RequiresShipping,
        Personalisation = line.Personalisation,
        WeightGrams = line.WeightGrams,
        Location = line.Location,
    };

    private static OrderCharges Charges(OwnOrder order, IReadOnlyList<OrderLine> lines)
    {
        var zero = Money.Zero(order.Currency);
        var charges = OrderCharges.None(order.Currency) with
        {
            Shipping = order.Shipping?.Price ?? zero,
            Fees = order.Fees ?? zero,
            Tips = order.Tips ?? zero,
            TaxesNotIncluded = order.TaxesNotIncluded ?? zero,
            PricesIncludeTax = order.PricesIncludeTax,
            OrderDiscount = order.OrderDiscount ?? zero,
            GiftCards = order.GiftCards ?? zero,
            Refunded = order.Payment.Refunded ?? zero,
        };
        return charges with { Paid = order.Payment.Paid ?? (PaymentStates.WasPaid(order.Payment.State) ? SnapshotTotals.Of(lines, charges).Due : zero) };
    }
}
