using System.Net;
using System.Net.Sockets;
using Fulfilment.Host.Tests.Running;
using Fulfilment.Testing;

namespace Fulfilment.Host.Tests.Serving;

public sealed class ServeTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    private string Data => _folder.In("data");

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Serve_FirstStart_WritesSettingsPrintsUrlsAndAOneTimeLink()
    {
        using var server = Start();
        var url = await UrlAsync(server);
        var link = Url(await server.LineAsync("Sign in as admin"));

        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync($"{url}/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync($"{url}/readyz")).StatusCode);
        Assert.StartsWith($"{url}/staff/", link, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Data, "fulfil.json")));
        await server.LineAsync($"{url}/webhooks/");
    }

    [Fact]
    public async Task Serve_CtrlC_StopsCleanly()
    {
        using var server = Start();
        var url = await UrlAsync(server);

        server.Interrupt();
        var ended = await server.EndAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(url));
    }

    [Fact]
    public async Task TokenCreate_BesideTheServer_OpensTheApiAtOnceAndEndsTheFirstLink()
    {
        using var server = Start();
        var url = await UrlAsync(server);

        var created = await Fulfil.RunAsync("token", "create", "--role", "admin", "--data", Data);

        Assert.Equal(0, created.ExitCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(url, created.LastLine));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(url, created.LastLine + "x"));
        server.Interrupt();
        await server.EndAsync();
        using var again = Start();
        await again.LineAsync("Stop with Ctrl-C");
        again.Interrupt();
        Assert.DoesNotContain("Sign in as admin", (await again.EndAsync()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data", "elsewhere", "There is no database in")]
    [InlineData("--store", "unknown", "There is no store 'unknown'")]
    public async Task TokenCreate_NotThere_SaysWhat(string option, string value, string expected)
    {
        using (var server = Start())
        {
            await UrlAsync(server);
            server.Interrupt();
            await server.EndAsync();
        }

        string[] where = option == "--data" ? ["--data", _folder.In(value)] : ["--data", Data, option, value];
        var run = await Fulfil.RunAsync(["token", "create", "--role", "wms", .. where]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.OnlyErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_OneLineThatNamesAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";

        var run = await Fulfil.RunAsync("serve", "--urls", url, "--data", Data);

        AssertFailed(run, $"Another program listens on {url}");
    }

    [Trait(TestKind.Name, TestKind.Fault)]
    [Fact]
    public async Task Serve_SecondProcessOnTheSameFolder_IsFencedOutAndTheFirstGoesOn()
    {
        using var first = Start();
        var url = await UrlAsync(first);

        var second = await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Data);

        AssertFailed(second, "Another engine is running");
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync($"{url}/readyz")).StatusCode);
    }

    [Fact]
    public async Task Serve_FolderCannotBeMade_OneLine()
    {
        var file = _folder.Write("file", "");

        AssertFailed(await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Path.Combine(file, "data")), "Cannot write to the data folder");
    }

    [Theory]
    [InlineData("this is no database, and was never one: it only stands where one is looked for", "is not a database")]
    [InlineData("", "")]
    public async Task Serve_DatabaseThatIsNone_OneLineAndTheFileStaysAsItWas(string content, string expected)
    {
        var file = _folder.Write("data/engine.db", content);

        if (expected.Length == 0)
        {
            // An empty file is what a crash between creating and writing leaves: nothing is lost by beginning there.
            using var server = Start();
            await UrlAsync(server);
            return;
        }

        AssertFailed(await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Data), expected);
        Assert.Equal(content, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Serve_DatabaseOfANewerVersion_IsRefusedAndKept()
    {
        await StartAndStopAsync();
        Sqlite("UPDATE meta SET value = 999 WHERE key = 'version.engine'");

        AssertFailed(await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Data), "newer");
    }

    [Fact]
    public async Task Serve_DamagedDatabase_OneLineThatNamesTheRestore()
    {
        await StartAndStopAsync();
        await using (var file = new FileStream(Path.Combine(Data, "engine.db"), FileMode.Open, FileAccess.Write))
        {
            file.Position = 100;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096 - 100).ToArray());
        }

        AssertFailed(await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Data), "restore");
    }

    [Theory]
    [InlineData("fulfil.json", "{ \"stores\": { \"demo\": { \"brnd\": \"x\" } } }", "stores:demo:brnd is no setting")]
    [InlineData("fulfil.json", "{\n  oops", "line 2")]
    public async Task Serve_MalformedSettings_StopsBeforeAnythingIsTouched(string name, string content, string expected)
    {
        _folder.Write($"data/{name}", content);

        AssertFailed(await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Data), expected);
        Assert.False(File.Exists(Path.Combine(Data, "engine.db")));
    }

    [Fact]
    public async Task Serve_MalformedPolicyFile_NamesFileAndLine()
    {
        _folder.Write("data/fulfil.json", """{ "stores": { "demo": { "policyFile": "policy.json" } } }""");
        _folder.Write("data/policy.json", "{\n  \"noticeMinutes\": \"soon\"\n}");

        AssertFailed(await Fulfil.RunAsync("serve", "--urls", AnyPort, "--data", Data), "policy.json, line 2: $.noticeMinutes");
    }

    [Fact]
    public async Task Clock_WithoutItsSecret_IsNotThere()
    {
        using var server = Start();
        var url = await UrlAsync(server);

        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"{url}/_clock")).StatusCode);
        Assert.Equal(2, (await Fulfil.RunAsync("serve", "--virtual-clock", "2027-03-22T06:00:00Z", "--urls", AnyPort, "--data", _folder.In("other"))).ExitCode);
    }

    [Fact]
    public async Task Fault_InTheEnvironmentOfAShopsServer_IsNeverLookedAt()
    {
        using var server = Command.Start("dotnet", [Fulfil.Assembly, "serve", "--urls", AnyPort, "--data", Data], environment: new Dictionary<string, string?> { ["FULFIL_FAULT"] = "before:kill:1" });

        await UrlAsync(server);
        server.Interrupt();

        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    private Command Start() => Fulfil.Start("serve", "--urls", AnyPort, "--data", Data);

    private async Task StartAndStopAsync()
    {
        using var server = Start();
        await UrlAsync(server);
        server.Interrupt();
        await server.EndAsync();
    }

    private static async Task<string> UrlAsync(Command server) => Url(await server.LineAsync("Listening on"));

    private static string Url(string line) => line[line.IndexOf("http", StringComparison.Ordinal)..];

    private async Task<HttpStatusCode> StatusAsync(string url, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/api/orders");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return (await _http.SendAsync(request)).StatusCode;
    }

    private void Sqlite(string statement)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Data, "engine.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static void AssertFailed(Finished run, string expected)
    {
        Assert.Contains(expected, run.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
    }
}
