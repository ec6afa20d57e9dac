using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Fulfilment.Host.Cli;

/// <summary>The usual help followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction inner, IReadOnlyDictionary<Command, IReadOnlyList<Example>> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = inner.Invoke(parseResult);
        if (!examples.TryGetValue(parseResult.CommandResult.Command, out var list)) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in list)
        {
            output.WriteLine($"  {example.CommandLine}");
            output.WriteLine($"      {example.Meaning}");
        }

        return code;
    }
}

/// <param name="CommandLine">As typed ("./fulfil demo --orders 20").</param>
internal sealed record Example(string CommandLine, string Meaning);
