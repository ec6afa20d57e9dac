using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Azure.Catalogue;

/// <summary>Rows of a store's catalogue. A wire format.</summary>
internal static class CatalogueRows
{
    public const string ItemPrefix = "i|";

    /// <summary>The import that is under way, and how far it is. There is one at a time.</summary>
    public const string Import = "m";

    // Text for the search must fit a property of 64 KiB; no real article comes near.
    private const int MaxText = 8_000;

    public static string Item(string sku) => ItemPrefix + TableKey.Escape(sku);

    /// <summary>What is imported.</summary>
    public static string Items(string import) => $"{Import}|{import}";

    public static TableEntity Of(string partition, CatalogueItem item)
    {
        var text = Folding.Fold(string.Join('\n', [item.Sku, item.Category, .. item.Titles.Values]));
        var row = new TableEntity(partition, Item(item.Sku)) { ["Text"] = text.Cut(MaxText) };
        return Documents.SetJson(row, "Doc", item).Count == 0
            ? row
            : throw new DurableTask.PayloadTooLargeException($"Article '{item.Sku.Cut(100)}'", text.Length, Documents.MaxRowBytes);
    }
}
