using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fulfilment.Bench.Children;

/// <summary>This program again, in a process of its own: for memory, cold starts and kills.</summary>
internal static class Child
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>Runs to the end.</summary>
    /// <returns>What its last line says.</returns>
    public static async Task<TResult> RunAsync<TResult>(string role, string folder, int size)
    {
        using var process = Start(role, folder, size);
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<TResult>(output.TrimEnd().Split('\n')[^1])!
            : throw new InvalidOperationException($"The process '{role}' ended with {process.ExitCode}.");
    }

    /// <summary>Lets it work a moment, then kills it as kill -9 does.</summary>
    public static async Task KillWhileBusyAsync(string role, string folder, int size)
    {
        using var process = Start(role, folder, size);
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is null) throw new InvalidOperationException($"The process '{role}' ended by itself.");
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The other side.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (role, folder, size) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        object result = role switch
        {
            "grow" => await GrowingChild.GrowAsync(folder, size),
            "beside" => await GrowingChild.BesideAsync(folder, size),
            "timers" => await TimerChild.RunAsync(folder, size),
            "wake" => await WakingChild.RunAsync(folder, size),
            "busy" => await RestartChild.BusyAsync(folder, size),
            "restart" => await RestartChild.RestartAsync(folder, size),
            _ => throw new ArgumentException($"No child is called '{role}'.", nameof(args)),
        };
        Console.Out.WriteLine(JsonSerializer.Serialize(result, result.GetType()));
        return 0;
    }

    private static Process Start(string role, string folder, int size)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(Child).Assembly.Location, "--child", role, folder, size.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
