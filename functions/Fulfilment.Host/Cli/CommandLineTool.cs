using System.CommandLine;
using System.CommandLine.Help;
using Fulfilment.Host.Commands;

namespace Fulfilment.Host.Cli;

/// <summary>The whole command line: parses, runs one command, and turns what went wrong into one line and an exit code.</summary>
public static class CommandLineTool
{
    // 128 + SIGINT: what shells report for a command that Ctrl-C ended.
    private const int Interrupted = 130;

    /// <returns>0 done; 1 failed; 2 bad arguments; 130 interrupted.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var root = CreateRoot();
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        var clearsErrors = parsed.Action is { ClearsParseErrors: true };
        if (parsed.Errors.Count > 0 && !clearsErrors)
            return Complain($"{Fault(parsed)}. See {HelpFor(parsed)}.", UserError.BadArguments);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) }, cancellationToken);
        }
        catch (UserError e)
        {
            return Complain(e.Message, e.ExitCode);
        }
        catch (OperationCanceledException)
        {
            return Complain("Interrupted; everything acknowledged so far is kept.", Interrupted);
        }
        catch (Exception e)
        {
            // Nobody at the terminal can put this right; whoever can needs the whole of it.
            Console.Error.WriteLine(e);
            return Complain($"This is a fault of the program, please report it with the lines above: {e.Message}", UserError.Failure);
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("An order's whole life, from the storefront's webhook to the delivered parcel, on one machine.");
        var examples = new Dictionary<Command, IReadOnlyList<Example>>
        {
            [root] =
            [
                new("./fulfil demo --orders 20", "watch twenty orders live their lives in a few seconds, then check every promise"),
                new("./fulfil serve", "run the service on http://127.0.0.1:8080 with its data in ./data"),
                new("./fulfil test --quick", "the tests; ./fulfil bench takes the figures of docs/performance.md"),
                new("./fulfil demo --help", "what a command does, with examples"),
            ],
        };
        foreach (var (command, list) in Verbs.All)
        {
            root.Add(command);
            Collect(command, list, examples);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
        return root;
    }

    private static void Collect(Command command, IReadOnlyList<Example> list, Dictionary<Command, IReadOnlyList<Example>> examples)
    {
        examples[command] = list;
        foreach (var child in command.Subcommands) Collect(child, list, examples);
    }

    /// <summary>The word that is not understood says more than what is missing because of it.</summary>
    private static string Fault(ParseResult parsed) =>
        parsed.UnmatchedTokens.Count > 0 ? $"There is no '{parsed.UnmatchedTokens[0]}' here" : parsed.Errors[0].Message.TrimEnd('.');

    private static string HelpFor(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result?.Command is not null and not RootCommand; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, result.Command.Name);
        return string.Join(' ', ["./fulfil", .. names, "--help"]);
    }

    private static int Complain(string message, int exitCode)
    {
        Console.Error.WriteLine($"fulfil: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
