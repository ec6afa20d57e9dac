namespace Fulfilment.Domain.Orders;

internal static class AllowedChanges
{
    /// <summary>Changes the customer may make now. One of a line is listed when at least one line's category allows it.</summary>
    public static IReadOnlyList<ChangeKind> Of(OrderState state)
    {
        if (state is not OrderState.Open { Order: var order }) return [];
        return [.. Enum.GetValues<ChangeKind>().Where(kind => IsOpen(order, kind))];
    }

    private static bool IsOpen(OrderData order, ChangeKind kind)
    {
        if (order.Provisional is not null && EditChecks.MovesPrice(kind)) return false;
        var categories = order.Content.Lines.Where(l => l.Quantity > 0).Select(l => l.Category).ToList();
        return kind switch
        {
            ChangeKind.AddLine => Addable(order),
            ChangeKind.RemoveLine => categories.Count > 1 && categories.Any(c => EditChecks.IsEditable(order.Policy, c, kind)),
            ChangeKind.ChangeQuantity or ChangeKind.ChangePersonalisation => categories.Any(c => EditChecks.IsEditable(order.Policy, c, kind)),
            ChangeKind.ChangePaymentMethod => !order.Money.Paid.IsPositive && !order.Money.Authorised.IsPositive && All(order, categories, kind),
            ChangeKind.ChangeAddress or ChangeKind.ChangeContactDetails or ChangeKind.ChangeShippingMethod or ChangeKind.ChangeRelayPoint
                or ChangeKind.ChangeGiftMessage or ChangeKind.ChangeDeliveryInstructions => All(order, categories, kind),
            _ => throw new InvalidOperationException($"Unknown change {kind}."),
        };
    }

    private static bool All(OrderData order, List<string> categories, ChangeKind kind) => categories.All(c => EditChecks.IsEditable(order.Policy, c, kind));

    private static bool Addable(OrderData order) =>
        order.Policy.Categories.Values.Append(order.Policy.Default).Any(rule => rule.EditableChanges is not { } allowed || allowed.Contains(ChangeKind.AddLine));
}
