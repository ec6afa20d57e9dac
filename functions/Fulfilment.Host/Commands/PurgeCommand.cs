using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Retention;
using Fulfilment.Host.Serving;
using Fulfilment.Host.Settings;
using Fulfilment.Storage.Sqlite;
using Fulfilment.Storage.Sqlite.Retention;

namespace Fulfilment.Host.Commands;

/// <summary><c>purge</c>: removes what is old, as the running service does by itself.</summary>
internal static class PurgeCommand
{
    public static IReadOnlyList<Example> Examples =>
    [
        new("./fulfil purge --data data --dry-run", "what is older than retentionDays of the settings, removing nothing; also beside the running server"),
        new("./fulfil purge --data data", "remove it; stop the server first (it purges daily by itself)"),
        new("./fulfil purge --data data --older-than 30d --json", "another age for this once; the result as one JSON line"),
    ];

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var older = new Option<string?>("--older-than") { Description = $"Age in days, as 120d [default: retentionDays of the settings, else {FulfilSettings.DefaultRetentionDays}d]", HelpName = "AGE" };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would go, and remove nothing" };
        var json = SharedOptions.Json();
        var command = new Command("purge",
            "Remove the histories of orders that ended long ago, the bodies of old webhooks, address and text of old mails, and tokens that open nothing any more. "
            + "Orders, receipts, timelines and every key that keeps a thing from being done twice stay. It may be interrupted: the next run goes on from there.")
        {
            data, older, dry, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(older), parsed.GetValue(dry), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string directory, string? older, bool dryRun, bool json, CancellationToken cancellationToken)
    {
        var age = older is null ? null : Days(older);
        DataFolder.RequireDatabase(directory);
        var before = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(age ?? SettingsLoader.Load(directory, []).RetentionDays);
        var report = await ServingFailures.ExplainAsync("", () => dryRun ? LookAsync(directory, before, cancellationToken) : PurgeAsync(directory, before, cancellationToken));
        (json ? Console.Error : Console.Out).WriteLine(Line(report));
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, DomainJson.Options));
        return 0;
    }

    private static async Task<PurgeReport> LookAsync(string directory, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var stores = new SideStore(directory, TimeProvider.System);
        var retention = new SqliteRetention(stores);
        var orders = await retention.LeftUnreadAsync(cancellationToken) == 0 ? await stores.ReadAsync(db => EngineFile.CountFinished(db, Purge.Ended(before)), cancellationToken) : 0;
        var old = await retention.CountAsync(before, cancellationToken);
        return new(before, DryRun: true, orders, old.Webhooks, old.Mails, old.Tokens);
    }

    /// <summary>The engine is opened, and so the folder taken, but nothing is processed.</summary>
    private static async Task<PurgeReport> PurgeAsync(string directory, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = directory, Json = DomainJson.Options, Modules = SqliteStores.Modules }, cancellationToken);
            return await new Purge(engine.Client, new SqliteRetention(engine.Store)).RunAsync(before, cancellationToken);
        }
        catch (EngineInUseException e)
        {
            throw new UserError($"The server is running on {directory}: it purges daily by itself, what is older than retentionDays of its settings. Stop it to purge by hand; --dry-run works beside it.", inner: e);
        }
    }

    private static string Line(PurgeReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{(report.DryRun ? "Would remove" : "Removed")} what ended before {report.Before:yyyy-MM-dd HH:mm}Z: {report.Orders} orders' histories, {report.Webhooks} webhooks' bodies, {report.Mails} mails' texts, {report.Tokens} tokens.");

    private static int? Days(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= FulfilSettings.MaxRetentionDays
            ? days
            : throw new UserError($"--older-than takes an age in days such as 120d, not '{text}'.", UserError.BadArguments);
}
