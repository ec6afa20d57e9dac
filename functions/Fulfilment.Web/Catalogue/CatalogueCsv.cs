using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Web.Catalogue;

/// <summary>What is wrong with a row.</summary>
public sealed record ImportFault(int Line, string Column, string Detail);

/// <summary>
/// A catalogue as a table: sku, category, price and at least one title (title_fr, title_en); optional tax_rate (0.20 or 20%),
/// weight_grams, requires_shipping, active. Prices are in the store's currency.
/// </summary>
internal static class CatalogueCsv
{
    private static readonly string[] Required = ["sku", "category", "price"];
    private static readonly string[] Optional = ["title_fr", "title_en", "tax_rate", "weight_grams", "requires_shipping", "active"];

    public static (IReadOnlyList<CatalogueItem> Items, IReadOnlyList<ImportFault> Faults) Read(string text, Currency currency)
    {
        IReadOnlyList<CsvRow> rows;
        try
        {
            rows = Csv.Read(text);
        }
        catch (FormatException e)
        {
            return ([], [new(1, "", e.Message)]);
        }

        if (rows.Count == 0) return ([], [new(1, "", "The file is empty; the first line names the columns.")]);
        var columns = rows[0].Fields.Select(f => f.ToLowerInvariant()).ToList();
        var faults = CheckColumns(columns).ToList();
        if (faults.Count > 0) return ([], faults);
        var items = rows.Skip(1).Select(row => Item(new Row(row, columns, faults), currency)).ToList();
        foreach (var twice in rows.Skip(1).GroupBy(r => r.Fields.ElementAtOrDefault(columns.IndexOf("sku"))).SelectMany(g => g.Skip(1)))
            faults.Add(new(twice.Line, "sku", "This sku is on an earlier line too."));
        return (items, faults);
    }

    private static IEnumerable<ImportFault> CheckColumns(List<string> columns)
    {
        foreach (var name in Required.Where(n => !columns.Contains(n))) yield return new(1, name, "This column is missing.");
        foreach (var name in columns.Where(n => !Required.Contains(n) && !Optional.Contains(n)))
            yield return new(1, name, $"This column is not known. Known: {string.Join(", ", Required.Concat(Optional))}.");
        if (!columns.Contains("title_fr") && !columns.Contains("title_en")) yield return new(1, "title_en", "At least one of title_fr and title_en is needed.");
    }

    private static CatalogueItem Item(Row row, Currency currency)
    {
        var titles = new Dictionary<string, string>();
        foreach (var language in (string[])["fr", "en"])
            if (row.Text("title_" + language) is { Length: > 0 } title) titles[language] = title;
        if (titles.Count == 0) row.Fault("title_en", "A product has a title.");
        return new(
            row.Needed("sku"), titles, row.Needed("category").ToLowerInvariant(), row.Price("price", currency), row.Rate("tax_rate"),
            row.Whole("weight_grams"), row.YesNo("requires_shipping"), row.YesNo("active"));
    }

    /// <summary>One row's cells by column name; faults are collected, so that one import tells them all.</summary>
    private sealed class Row(CsvRow row, List<string> columns, List<ImportFault> faults)
    {
        public string? Text(string column)
        {
            var at = columns.IndexOf(column);
            return at >= 0 && at < row.Fields.Count ? row.Fields[at].Trim() : null;
        }

        public void Fault(string column, string detail) => faults.Add(new(row.Line, column, detail));

        public string Needed(string column)
        {
            if (Text(column) is { Length: > 0 and <= 100 } text) return text;
            Fault(column, "1 to 100 characters are needed here.");
            return "";
        }

        public Money Price(string column, Currency currency)
        {
            try
            {
                if (decimal.TryParse(Text(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major)) return Money.FromMajor(major, currency);
                Fault(column, $"'{Text(column)}' is no price such as 12.50.");
            }
            catch (FormatException e)
            {
                Fault(column, e.Message);
            }

            return Money.Zero(currency);
        }

        public decimal Rate(string column)
        {
            if (Text(column) is not { Length: > 0 } text) return 0;
            var percent = text.EndsWith('%');
            if (decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && (percent ? rate / 100 : rate) is >= 0 and <= 1)
                return percent ? rate / 100 : rate;
            Fault(column, $"'{text}' is no tax rate such as 0.20 or 20%.");
            return 0;
        }

        public int Whole(string column)
        {
            if (Text(column) is not { Length: > 0 } text) return 0;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            Fault(column, $"'{text}' is no whole number.");
            return 0;
        }

        public bool YesNo(string column)
        {
            switch (Text(column)?.ToLowerInvariant())
            {
                case null or "" or "true" or "yes" or "1":
                    return true;
                case "false" or "no" or "0":
                    return false;
                default:
                    Fault(column, $"'{Text(column)}' is neither true nor false.");
                    return true;
            }
        }
    }
}
