namespace Fulfilment.Host.Serving;

/// <param name="DataDirectory">Created when missing; absolute.</param>
/// <param name="Urls">From the command line; null: as the settings say, else <see cref="DefaultUrl"/>.</param>
/// <param name="Assignments">Settings from the command line, each "path:to:setting=value".</param>
/// <param name="Time">Set: the server lives by a virtual clock that only the demo moves.</param>
internal sealed record ServerOptions(string DataDirectory, string? Urls, IReadOnlyList<string> Assignments, VirtualTime? Time = null)
{
    public const string DefaultUrl = "http://127.0.0.1:8080";
}
