namespace Fulfilment.Domain.Orders;

/// <summary>The lines' part of <see cref="StorefrontMerge"/>.</summary>
internal static class StorefrontLines
{
    public static void Compare(Merge merge, OrderSnapshot last, OrderSnapshot newer, OrderContent mine)
    {
        var echoes = mine.Lines.Where(l => last.Lines.All(o => o.Id != l.Id)).ToList();
        foreach (var line in newer.Lines)
        {
            if (Find(last, line.Id) is { } was) Changed(merge, was, line, mine.Line(line.Id));
            else Added(merge, line, mine, echoes);
        }

        foreach (var line in last.Lines.Where(l => Find(newer, l.Id) is null)) Removed(merge, line, mine.Line(line.Id));
    }

    /// <summary>A line that was added here comes back from the storefront under an id of its own.</summary>
    private static void Added(Merge merge, OrderLine line, OrderContent mine, List<OrderLine> echoes)
    {
        if (mine.Line(line.Id) is not null || line.Quantity == 0) return;
        if (echoes.FirstOrDefault(e => e.Sku == line.Sku && e.Quantity == line.Quantity) is { } echo) echoes.Remove(echo);
        else merge.Changes.Add(new ContentChange.AddLine(line, AddedHere: false));
    }

    private static void Removed(Merge merge, OrderLine was, OrderLine? mine)
    {
        if (mine is null || mine.Quantity == 0) return;
        if (mine.Quantity == was.Quantity) merge.Changes.Add(new ContentChange.RemoveLine(was.Id));
        else merge.Conflicts.Add($"line {was.Id} quantity");
    }

    private static void Changed(Merge merge, OrderLine was, OrderLine now, OrderLine? mine)
    {
        if (mine is null)
        {
            if (now.Quantity != was.Quantity && now.Quantity > 0) merge.Conflicts.Add($"line {now.Id} quantity");
            return;
        }

        merge.Field($"line {now.Id} quantity", was.Quantity, now.Quantity, mine.Quantity, v => new ContentChange.SetQuantity(now.Id, v));
        merge.Field($"line {now.Id} personalisation", was.Personalisation, now.Personalisation, mine.Personalisation, v => new ContentChange.SetPersonalisation(now.Id, v), NamedValues.Same);
        if ((was.UnitPrice, was.UnitDiscount) != (now.UnitPrice, now.UnitDiscount)) merge.Changes.Add(new ContentChange.SetLinePrice(now.Id, now.UnitPrice, now.UnitDiscount));
    }

    private static OrderLine? Find(OrderSnapshot order, string id) => order.Lines.FirstOrDefault(l => l.Id == id);
}
