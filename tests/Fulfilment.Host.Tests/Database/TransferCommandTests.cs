using System.Text.Json;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Database;

/// <summary>Orders of a real server moved to another data folder by the tool, as an operator does it.</summary>
public sealed class TransferCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Old => Directory.CreateDirectory(_folder.In("old")).FullName;

    private string New => Directory.CreateDirectory(_folder.In("new")).FullName;

    private string File => _folder.In("orders.ndjson");

    [Fact]
    public async Task ExportThenImport_OfAServersOrders_MovesAllOfThemOnce()
    {
        var placed = await ServeAndLoadAsync();
        System.IO.File.Copy(Path.Combine(Old, "fulfil.json"), Path.Combine(New, "fulfil.json"));

        var exported = Json(await Fulfil.RunAsync("export", "--data", Old, "--to", File, "--json"));
        var imported = Json(await Fulfil.RunAsync("import", "--data", New, "--from", File, "--json"));
        var again = Json(await Fulfil.RunAsync("import", "--data", New, "--from", File, "--json"));

        Assert.Equal((placed, 0), (exported.GetProperty("orders").GetInt32(), exported.GetProperty("left").GetArrayLength()));
        Assert.Equal((placed, 0), (imported.GetProperty("orders").GetInt32(), imported.GetProperty("refused").GetArrayLength()));
        Assert.Equal((0, placed), (again.GetProperty("orders").GetInt32(), again.GetProperty("alreadyHere").GetInt32()));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(0, (await Fulfil.RunAsync("check", "--data", New)).ExitCode);
        Assert.Equal(0, (await Fulfil.RunAsync("replay", "--data", New)).ExitCode);
        Assert.Equal(0, (await Fulfil.RunAsync("replay", "--data", Old, "--all")).ExitCode);
    }

    [Fact]
    public async Task Import_OfADamagedOrForeignFileOrForAnUnknownStore_SaysWhyAndWritesNothing()
    {
        await ServeAndLoadAsync();
        Assert.Equal(0, (await Fulfil.RunAsync("export", "--data", Old, "--to", File)).ExitCode);
        System.IO.File.WriteAllText(Path.Combine(New, "fulfil.json"), System.IO.File.ReadAllText(Path.Combine(Old, "fulfil.json")).Replace("\"demo\": {", "\"other\": {", StringComparison.Ordinal));
        var damaged = _folder.In("damaged.ndjson");
        var text = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.WriteAllTextAsync(damaged, text[..(text.Length / 2)]);

        var unknown = await Fulfil.RunAsync("import", "--data", New, "--from", File);
        var broken = await Fulfil.RunAsync("import", "--data", New, "--from", damaged);
        var foreign = await Fulfil.RunAsync("import", "--data", New, "--from", Path.Combine(New, "fulfil.json"));
        var exists = await Fulfil.RunAsync("export", "--data", Old, "--to", File);

        Assert.Equal((1, 1, 1, 2), (unknown.ExitCode, broken.ExitCode, foreign.ExitCode, exists.ExitCode));
        Assert.Contains("'demo'", unknown.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Contains("damaged", broken.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Contains("export", foreign.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Contains("exists", exists.OnlyErrorLine, StringComparison.Ordinal);
    }

    /// <summary>Both ends serve, as on Azure, where no tool can open the storage.</summary>
    [Fact]
    public async Task ExportThenImport_OverHttp_MovesAllOrdersOnce()
    {
        using var source = Fulfil.Start("serve", "--data", Old, "--urls", "http://127.0.0.1:0");
        var from = (await source.LineAsync("Listening on")).Split(' ')[^1];
        await source.LineAsync("Stop with Ctrl-C");
        var placed = Json(await Fulfil.RunAsync("load", "--data", Old, "--url", from, "--rate", "10", "--seconds", "1", "--json")).GetProperty("acknowledged").GetInt32();
        System.IO.File.Copy(Path.Combine(Old, "fulfil.json"), Path.Combine(New, "fulfil.json"));
        using var target = Fulfil.Start("serve", "--data", New, "--urls", "http://127.0.0.1:0");
        var to = (await target.LineAsync("Listening on")).Split(' ')[^1];
        await target.LineAsync("Stop with Ctrl-C");
        var (oldToken, newToken) = (await TokenAsync(Old), await TokenAsync(New));
        var repeated = _folder.In("again.ndjson");

        var exported = Json(await Fulfil.RunAsync("export", "--to", File, "--url", from, "--token", oldToken, "--json"));
        var exportedAgain = Json(await Fulfil.RunAsync("export", "--to", repeated, "--url", from, "--token", oldToken, "--json"));
        var imported = Json(await Fulfil.RunAsync("import", "--from", File, "--url", to, "--token", newToken, "--json"));
        var again = Json(await Fulfil.RunAsync("import", "--from", repeated, "--url", to, "--token", newToken, "--json"));
        var wrong = await Fulfil.RunAsync("export", "--to", _folder.In("none.ndjson"), "--url", from, "--token", "nonsense");
        var tokenless = await Fulfil.RunAsync("export", "--to", _folder.In("none.ndjson"), "--url", from);

        Assert.Equal((placed, 0), (exported.GetProperty("orders").GetInt32(), exported.GetProperty("left").GetArrayLength()));
        Assert.Equal(placed, exportedAgain.GetProperty("orders").GetInt32());
        Assert.Equal((placed, 0), (imported.GetProperty("orders").GetInt32(), imported.GetProperty("refused").GetArrayLength()));
        Assert.Equal((0, placed), (again.GetProperty("orders").GetInt32(), again.GetProperty("alreadyHere").GetInt32()));
        Assert.Equal((1, 2), (wrong.ExitCode, tokenless.ExitCode));
        Assert.Contains("401", wrong.OnlyErrorLine, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(_folder.In("none.ndjson")));
        target.Interrupt();
        await target.EndAsync();
        source.Interrupt();
        await source.EndAsync();
        Assert.Equal(0, (await Fulfil.RunAsync("check", "--data", New)).ExitCode);
        Assert.Equal(0, (await Fulfil.RunAsync("replay", "--data", New)).ExitCode);
    }

    private static async Task<string> TokenAsync(string data)
    {
        var created = await Fulfil.RunAsync("token", "create", "--role", "admin", "--data", data);
        Assert.True(created.ExitCode == 0, created.Errors);
        return created.LastLine;
    }

    /// <returns>How many orders the server took before it was stopped.</returns>
    private async Task<int> ServeAndLoadAsync()
    {
        using var server = Fulfil.Start("serve", "--data", Old, "--urls", "http://127.0.0.1:0");
        var url = (await server.LineAsync("Listening on")).Split(' ')[^1];
        await server.LineAsync("Stop with Ctrl-C");
        var load = Json(await Fulfil.RunAsync("load", "--data", Old, "--url", url, "--rate", "10", "--seconds", "1", "--json"));
        var refused = await Fulfil.RunAsync("export", "--data", Old, "--to", File);
        Assert.Equal((1, false), (refused.ExitCode, System.IO.File.Exists(File)));
        Assert.Contains(Old, refused.OnlyErrorLine, StringComparison.Ordinal);
        server.Interrupt();
        await server.EndAsync();
        return load.GetProperty("acknowledged").GetInt32();
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement Json(Finished run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonDocument.Parse(run.LastLine).RootElement;
    }
}
