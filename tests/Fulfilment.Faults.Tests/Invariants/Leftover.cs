using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Demo;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>
/// Everything a run left in its database that must not depend on deaths of the server: every row of every table, as text. What
/// is left out is left out by name, with the reason.
/// </summary>
internal static partial class Leftover
{
    /// <summary>Not compared at all.</summary>
    private static readonly HashSet<string> Tables = new(StringComparer.Ordinal)
    {
        // Counts commits and starts.
        "meta",
        // Compared through a cold replay: how events are packed into rows depends on which arrived together.
        "history",
        // Random secrets; a second one is issued for a mail that is sent again.
        "tokens_grants",
        // SQLite's own.
        "sqlite_sequence", "sqlite_stat1",
    };

    /// <summary>Columns that are not compared, by "table.column" or, for every table, by name.</summary>
    private static readonly HashSet<string> Columns = new(StringComparer.Ordinal)
    {
        // The order of rows written at one instant depends on which delivery ended first.
        "position",
        // Parcels labelled at one instant may get each other's: which, depends on which delivery was first. That each has one of its own is a constraint of the table.
        "logistics_waybills.number",
        // A random id of the request that started the instance.
        "trace",
        // A hash over a signature, and so over the run's random secrets.
        "intake_deliveries.key",
        // Bear waybill numbers, see Normalise.
        "intake_deliveries.body",
        // Rises with each try around a death; the promise "every mail is sent once" holds it against the mailbox.
        "mail_log.intents",
        // Bears a link with a random secret; key, order, status and time are compared.
        "mail_log.message",
    };

    public static IReadOnlyList<string> Read(string directory, DemoOutcome outcome)
    {
        using var connection = EngineFile.OpenReadOnly(directory);
        var result = outcome.Result with { Kills = 0, Seconds = 0, Violations = [] };
        var versions = new ResultVersions(connection);
        return [JsonSerializer.Serialize(result, DomainJson.Options), .. TablesOf(connection).SelectMany(table => Rows(connection, table, versions)), .. versions.Rows()];
    }

    /// <summary>The first differences between a model and a run.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> model, IReadOnlyList<string> run) =>
    [
        .. model.Except(run, StringComparer.Ordinal).Take(5).Select(line => $"missing:    {line}"),
        .. run.Except(model, StringComparer.Ordinal).Take(5).Select(line => $"unexpected: {line}"),
        .. model.Count == run.Count ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{model.Count} rows expected, {run.Count} found")],
    ];

    private static List<string> TablesOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return [.. names.Where(name => !Tables.Contains(name))];
    }

    private static List<string> Rows(SqliteConnection connection, string table, ResultVersions versions)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        var compared = Enumerable.Range(0, reader.FieldCount).Where(i => !Columns.Contains(reader.GetName(i)) && !Columns.Contains($"{table}.{reader.GetName(i)}")).ToList();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(Normalise(versions.Without($"{table}: {string.Join(" | ", compared.Select(i => $"{reader.GetName(i)}={Text(reader.GetValue(i))}"))}")));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Text(object value) => value is byte[] bytes
        ? bytes.All(b => b is >= 0x20 or (byte)'\n') ? Encoding.UTF8.GetString(bytes) : Convert.ToHexStringLower(bytes)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Normalise(string row) => ScanId().Replace(Waybill().Replace(row, "(waybill)"), "(scan)");

    /// <summary>Parcels labelled at one instant may get each other's numbers; what bears a number, or a hash over it, differs with it.</summary>
    [GeneratedRegex("RR[0-9]{9}FR")]
    private static partial Regex Waybill();

    [GeneratedRegex("~easypost-[0-9a-f]{40}")]
    private static partial Regex ScanId();
}
