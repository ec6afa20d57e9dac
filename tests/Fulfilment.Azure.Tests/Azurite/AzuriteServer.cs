using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Fulfilment.Azure.Tests.Azurite;

/// <summary>One Azurite for all tests of the run, in memory, on free ports of 127.0.0.1. It ends when this process does.</summary>
public sealed partial class AzuriteServer
{
    private static readonly Lazy<Task<AzuriteServer>> Running = new(StartAsync);

    private AzuriteServer(Uri queues, Uri tables) => ConnectionString =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"QueueEndpoint={queues}devstoreaccount1;TableEndpoint={tables}devstoreaccount1";

    public string ConnectionString { get; }

    public static Task<AzuriteServer> GetAsync() => Running.Value;

    private static async Task<AzuriteServer> StartAsync()
    {
        var tools = ToolFolder();
        await InstallAsync(tools);
        var process = Start(tools, "node", "azurite.js", "--inMemoryPersistence", "--extentMemoryLimit", "256", "--disableTelemetry", "--skipApiVersionCheck",
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill();
        var addresses = new Dictionary<string, Uri>(StringComparer.Ordinal);
        var said = new List<string>();
        while (addresses.Count < 3)
        {
            var line = await process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"Azurite ended: {string.Join('\n', said)}{await process.StandardError.ReadToEndAsync()}");
            said.Add(line);
            if (Listening().Match(line) is { Success: true } match) addresses[match.Groups["service"].Value] = new Uri(match.Groups["uri"].Value);
        }

        // It logs every request; a full pipe would stop it.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return new AzuriteServer(addresses["Queue"], addresses["Table"]);
    }

    private static async Task InstallAsync(string tools)
    {
        if (Directory.Exists(Path.Combine(tools, "node_modules", "azurite", "dist"))) return;
        // Test projects may run side by side; whoever has the file installs.
        using var mutex = await LockAsync(Path.Combine(tools, ".install.lock"));
        if (Directory.Exists(Path.Combine(tools, "node_modules", "azurite", "dist"))) return;
        using var npm = Start(tools, "npm", "ci", "--no-progress");
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ci in tests/tools failed:\n{await output}{await errors}");
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        using var waiting = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (tries < 1500)
            {
                await waiting.WaitForNextTickAsync();
            }
        }
    }

    private static Process Start(string folder, string command, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(command, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    }) ?? throw new InvalidOperationException($"{command} could not be started.");

    private static string ToolFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fulfilment.sln"))) return Path.Combine(folder.FullName, "tests", "tools");
        }

        throw new DirectoryNotFoundException("Fulfilment.sln is in no folder above the tests.");
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at (?<uri>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
