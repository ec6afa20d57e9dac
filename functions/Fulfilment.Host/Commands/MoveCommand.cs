using System.CommandLine;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Transfer;

namespace Fulfilment.Host.Commands;

/// <summary>What both halves of a move have in common: a file, and a data folder or a running host at the other end of it.</summary>
internal abstract class MoveCommand<TReport, TProgress>
{
    protected abstract Task<TReport> InFolderAsync(string directory, string file, IProgress<TProgress> progress, CancellationToken cancellationToken);

    protected abstract Task<TReport> OverHttpAsync(RemoteHost host, string file, IProgress<TProgress> progress, CancellationToken cancellationToken);

    protected abstract string Line(TProgress progress);

    protected abstract void Print(TReport report, TextWriter output);

    /// <summary>False when some orders did not move.</summary>
    protected abstract bool IsWhole(TReport report);

    public Command Create(string name, string description, Option<string> file)
    {
        var data = SharedOptions.Data();
        var url = new Option<string?>("--url") { Description = "A running host (on Azure) instead of a data folder", HelpName = "U" };
        var token = new Option<string?>("--token") { Description = "An admin's token there, for all stores", HelpName = "T" };
        var json = SharedOptions.Json();
        var command = new Command(name, description) { data, file, url, token, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            progress => parsed.GetValue(url) is { } address
                ? OverHttpAsync(RemoteHost.At(address, parsed.GetValue(token)), parsed.GetValue(file)!, progress, cancellationToken)
                : InFolderAsync(parsed.GetValue(data)!, parsed.GetValue(file)!, progress, cancellationToken),
            parsed.GetValue(json)));
        return command;
    }

    private async Task<int> RunAsync(Func<Counter, Task<TReport>> move, bool json)
    {
        using var line = new ProgressLine();
        var report = await move(new Counter(value => line.Show(Line(value))));
        line.Clear();
        Print(report, json ? Console.Error : Console.Out);
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, DomainJson.Options));
        return IsWhole(report) ? 0 : UserError.Failure;
    }

    private sealed class Counter(Action<TProgress> show) : IProgress<TProgress>
    {
        public void Report(TProgress value) => show(value);
    }
}
