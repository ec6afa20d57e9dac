using Fulfilment.Bench.Children;

namespace Fulfilment.Bench;

/// <summary>The command line of <c>./fulfil bench</c>.</summary>
internal static class BenchTool
{
    private const string Usage =
        """
        ./fulfil bench             the figures of docs/performance.md, each beside its raw baseline (about 16 minutes on an idle machine of two cores)
        ./fulfil bench --quick     the same, smaller and fewer times (about 2 minutes); its numbers are a smoke test, not a measurement
        ./fulfil bench --only B2,B4
        ./fulfil bench --data DIR  write the databases there instead of artifacts/bench; the disk that is measured is the one that holds them
        ./fulfil bench --markdown  print the results as the table of docs/performance.md
        ./fulfil bench --json      one JSON object as the last line of standard output

        Figures are reported, never failed on: the exit code is 0 when all could be measured, 1 when one could not.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--child", ..]) return await Child.RunAsync(args[1..]);
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(Usage);
            return 0;
        }

        var (options, fault) = BenchOptions.Parse(args);
        if (fault is not null)
        {
            Console.Error.WriteLine($"fulfil: {fault}; see ./fulfil bench --help");
            return 2;
        }

        try
        {
            return await RunAsync(options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"fulfil: the databases cannot be written ({e.Message.ReplaceLineEndings(" ")}); choose another folder with --data DIR");
            return 1;
        }
    }

    private static async Task<int> RunAsync(BenchOptions options)
    {
        using var bench = new BenchRun(options);
        var report = await bench.RunAsync();
        var people = options.Json ? Console.Error : Console.Out;
        foreach (var line in options.Markdown ? report.Markdown() : report.Lines()) people.WriteLine(line);
        foreach (var failure in report.Failures) Console.Error.WriteLine($"fulfil: {failure.Ids} could not be measured: {failure.Error}");
        if (options.Json) Console.Out.WriteLine(report.Json());
        return report.Failures.Count == 0 ? 0 : 1;
    }
}
