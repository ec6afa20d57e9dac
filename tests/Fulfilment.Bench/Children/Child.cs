using System.Globalization;
using System.Text.Json;

namespace Fulfilment.Bench.Children;

/// <summary>This program again, in a process of its own: for memory, cold starts and kills.</summary>
internal static class Child
{
    private static readonly IReadOnlyDictionary<string, Func<string, int[], Task<object>>> Roles = new Dictionary<string, Func<string, int[], Task<object>>>
    {
        ["grow"] = async (folder, numbers) => await GrowingChild.GrowAsync(folder, numbers[0]),
        ["raw-grow"] = async (folder, numbers) => await GrowingChild.RawAsync(folder, numbers[0], numbers[1]),
        ["raw-open"] = async (folder, _) => await GrowingChild.RawOpenAsync(folder),
        ["beside"] = async (folder, numbers) => await GrowingChild.BesideAsync(folder, numbers[0], numbers[1]),
        ["timers"] = async (folder, numbers) => await TimerChild.RunAsync(folder, numbers[0]),
        ["same"] = async (folder, numbers) => await SameInstantChild.RunAsync(folder, numbers[0]),
        ["wake"] = async (folder, numbers) => await WakingChild.RunAsync(folder, numbers[0]),
        ["busy"] = async (folder, numbers) => await RestartChild.BusyAsync(folder, numbers[0]),
        ["restart"] = async (folder, numbers) => await RestartChild.RestartAsync(folder, numbers[0]),
        ["real-grow"] = async (folder, numbers) => await RealChild.GrowAsync(folder, numbers[0], numbers[1], numbers[2], numbers[3..]),
        ["real-busy"] = async (folder, numbers) => await RealChild.BusyAsync(folder, numbers[0]),
        ["real-restart"] = async (folder, numbers) => await RealChild.RestartAsync(folder, numbers[0]),
        ["purge"] = async (folder, _) => await PurgingChild.RunAsync(folder),
    };

    /// <summary>Runs to the end.</summary>
    /// <returns>What its last line says.</returns>
    public static async Task<TResult> RunAsync<TResult>(BenchRun bench, string role, string folder, params int[] numbers)
    {
        using var process = Start(bench, role, folder, numbers);
        return JsonSerializer.Deserialize<TResult>(await process.EndAsync())!;
    }

    /// <summary>Lets it work until it says that it is in the middle of it, then kills it as kill -9 does.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> KillWhileBusyAsync(BenchRun bench, string role, string folder, params int[] numbers)
    {
        using var process = Start(bench, role, folder, numbers);
        var line = await process.LineAsync() ?? throw await process.FailureAsync();
        await process.KillAsync();
        return line;
    }

    /// <summary>The other side.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            EndWithParent();
            var result = await Roles[args[0]](args[1], [.. args[2..].Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
            Console.Out.WriteLine(JsonSerializer.Serialize(result, result.GetType()));
            return 0;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{args[0]}: {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    /// <summary>Its standard input closes with the one that started it, however that one ends.</summary>
    private static void EndWithParent() => new Thread(() =>
    {
        while (Console.In.Read() >= 0) continue;
        Environment.Exit(1);
    })
    { IsBackground = true }.Start();

    private static Started Start(BenchRun bench, string role, string folder, int[] numbers) =>
        new([typeof(Child).Assembly.Location, "--child", role, folder, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))], line => bench.Say("  " + line));
}
