using Fulfilment.Bench.Figures;

namespace Fulfilment.Bench;

/// <summary>The arguments of <c>./fulfil bench</c>.</summary>
/// <param name="Only">Null: every figure.</param>
/// <param name="Data">Where the databases are written; null: artifacts/bench beside the repository.</param>
internal sealed record BenchOptions(bool Quick = false, bool Json = false, bool Markdown = false, IReadOnlyList<string>? Only = null, string? Data = null)
{
    /// <returns>The options, or one line about what cannot be understood.</returns>
    public static (BenchOptions Options, string? Fault) Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--quick": options = options with { Quick = true }; break;
                case "--json": options = options with { Json = true }; break;
                case "--markdown": options = options with { Markdown = true }; break;
                case "--only" when ++i < args.Count: options = options with { Only = args[i].Split(',') }; break;
                case "--only": return (options, "--only needs figures, such as B2,B4");
                case "--data" when ++i < args.Count: options = options with { Data = args[i] }; break;
                case "--data": return (options, "--data needs a folder");
                default: return (options, $"there is no '{args[i]}' for bench");
            }
        }

        var known = AllFigures.List.SelectMany(measurement => measurement.Ids).ToList();
        return (options, options.Only?.Except(known).FirstOrDefault() is { } wrong ? $"there is no figure '{wrong}' (known: {string.Join(", ", known)})" : null);
    }
}
