using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>
/// An order's effects of one instant, such as a label and a refund, run in lanes of their own and come back in the order in which those end: where an order got several results at one
/// instant, their versions may change places, and with them those of what the system did then. There, and nowhere else, these versions are taken out of the rows, and compared as a set.
/// </summary>
internal sealed partial class ResultVersions
{
    private const string Results =
        """
        SELECT order_id || ' at ' || (receipt ->> 'at'), group_concat(receipt ->> 'version', ', ' ORDER BY receipt ->> 'version')
        FROM orders_receipts WHERE command_id GLOB '~effect-*' GROUP BY 1 HAVING count(*) > 1
        """;

    private readonly Dictionary<string, string> _crowded = new(StringComparer.Ordinal);

    public ResultVersions(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Results;
        using var reader = command.ExecuteReader();
        while (reader.Read()) _crowded.Add(reader.GetString(0), reader.GetString(1));
    }

    public IEnumerable<string> Rows() => _crowded.Select(instant => $"results of {instant.Key}: versions {instant.Value}");

    /// <summary>The row of a table, without versions that may change places.</summary>
    public string Without(string row) => MayChange(row) && _crowded.ContainsKey($"{Order().Match(row).Groups[1].Value} at {At().Match(row).Groups[1].Value}") ? Version().Replace(row, "(version)") : row;

    private static bool MayChange(string row) =>
        (row.StartsWith("orders_receipts: ", StringComparison.Ordinal) && row.Contains("command_id=~effect-", StringComparison.Ordinal))
        || (row.StartsWith("orders_timeline: ", StringComparison.Ordinal) && row.Contains("\"kind\":\"System\"", StringComparison.Ordinal));

    [GeneratedRegex("order_id=([^ ]+)")]
    private static partial Regex Order();

    [GeneratedRegex("\"at\":\"([^\"]+)\"")]
    private static partial Regex At();

    [GeneratedRegex("revision=[0-9]+|\"version\":[0-9]+")]
    private static partial Regex Version();
}
