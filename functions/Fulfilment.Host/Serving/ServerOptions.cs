namespace Fulfilment.Host.Serving;

/// <param name="DataDirectory">Created when missing; absolute.</param>
/// <param name="Urls">From the command line; null: as the settings say, else <see cref="DefaultUrl"/>.</param>
/// <param name="Assignments">Settings from the command line, each "path:to:setting=value".</param>
/// <param name="ClockStart">Set: the server lives by a virtual clock that stands there at first and only the demo moves.</param>
internal sealed record ServerOptions(string DataDirectory, string? Urls, IReadOnlyList<string> Assignments, DateTimeOffset? ClockStart = null)
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Environment variable with the secret that guards the virtual clock; never an argument, which other users could read.</summary>
    public const string ClockSecretVariable = "FULFIL_CLOCK_SECRET";
}
