namespace Fulfilment.Host.Cli;

/// <summary>Something the person at the terminal can put right. Printed as one line, without a stack.</summary>
/// <param name="message">What is wrong and what to do about it.</param>
/// <param name="exitCode">2 for bad arguments, 1 for everything else.</param>
public sealed class UserError(string message, int exitCode = UserError.Failure, Exception? inner = null) : Exception(message, inner)
{
    public const int Failure = 1;
    public const int BadArguments = 2;

    public int ExitCode { get; } = exitCode;
}
