using System.Globalization;
using System.Text;

namespace Fulfilment.Azure.Tables;

/// <param name="Filter">OData; null: the whole table.</param>
/// <param name="Top">Rows per page, at most 1,000.</param>
/// <param name="Select">Only these columns; keys and ETag always come.</param>
public sealed record TableQuery(string? Filter = null, int? Top = null, IReadOnlyList<string>? Select = null)
{
    internal string ToQueryString(TableContinuation? from)
    {
        var text = new StringBuilder();
        Add("$filter", Filter);
        Add("$top", Top?.ToString(CultureInfo.InvariantCulture));
        Add("$select", Select is null ? null : string.Join(',', ["PartitionKey", "RowKey", .. Select]));
        Add("NextPartitionKey", from?.PartitionKey);
        Add("NextRowKey", from?.RowKey);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null) text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}

/// <summary>Where the next page begins. Opaque.</summary>
public sealed record TableContinuation(string PartitionKey, string? RowKey);

public sealed record TablePage(IReadOnlyList<TableEntity> Rows, TableContinuation? Next);
