using System.Globalization;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Serving;

/// <summary>What a server of the demo has that no other has: a clock that is moved from outside and, for the fault tests, a point at which it breaks.</summary>
/// <param name="Start">Where the clock stands at first.</param>
/// <param name="RungUpTo">Timers due later are still silent; earlier than <paramref name="Start"/> when the server before this one died half-way.</param>
/// <param name="Secret">Guards the clock; see <see cref="SecretVariable"/>.</param>
/// <param name="Within">Set: the server is one of many within a process of the tests.</param>
internal sealed record VirtualTime(DateTimeOffset Start, DateTimeOffset RungUpTo, string Secret, EngineFault? Fault = null, SharedProcess? Within = null)
{
    /// <summary>Environment variable with the secret that guards the virtual clock; never an argument, which other users could read.</summary>
    public const string SecretVariable = "FULFIL_CLOCK_SECRET";

    private const char Separator = '/';

    /// <summary>The argument for <see cref="FromEnvironment"/>.</summary>
    public static string Text(DateTimeOffset start, DateTimeOffset rungUpTo) =>
        string.Create(CultureInfo.InvariantCulture, $"{start:O}{Separator}{rungUpTo:O}");

    /// <summary>From the hidden option and what a parent put into the environment of its child.</summary>
    /// <param name="text">The start, or start/rung-up-to; null: the server lives by the machine's clock, and nothing of the environment is looked at.</param>
    /// <exception cref="UserError">It is no instant, or the secret is missing.</exception>
    public static VirtualTime? FromEnvironment(string option, string? text)
    {
        if (text is null) return null;
        var parts = text.Split(Separator);
        if (parts.Length > 2) throw Malformed(option, text);
        var start = Instant(option, parts[0]);
        var secret = Environment.GetEnvironmentVariable(SecretVariable) is { Length: >= 16 } given
            ? given
            : throw new UserError($"A virtual clock needs {SecretVariable} of at least 16 characters; it is for the demo.", UserError.BadArguments);
        return new(start, parts.Length == 2 ? Instant(option, parts[1]) : start, secret, Environment.GetEnvironmentVariable(EngineFault.Variable) is { Length: > 0 } fault ? EngineFault.Parse(fault) : null);
    }

    private static DateTimeOffset Instant(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : throw Malformed(option, text);

    private static UserError Malformed(string option, string text) =>
        new($"{option} takes an instant such as 2027-03-01T08:00:00Z, not '{text}'.", UserError.BadArguments);
}

/// <param name="OnFailure">In place of the end of the process, when the engine's storage fails.</param>
/// <param name="Logging">In place of the log on standard error.</param>
internal sealed record SharedProcess(Action<string, Exception> OnFailure, Action<ILoggingBuilder> Logging);
