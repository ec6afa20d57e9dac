namespace Fulfilment.Integrations.Mail;

/// <summary>A server's answer to one SMTP command.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 400;
    public bool IsTransient => Code is >= 400 and < 500;

    public override string ToString() => $"{Code} {string.Join(' ', Lines)}";
}

/// <summary>The server said no.</summary>
/// <param name="aboutMail">It said so of this mail or its recipient, not of us: a permanent no ends this mail only.</param>
internal sealed class SmtpRefusalException(string command, SmtpReply reply, bool aboutMail) : Exception($"{command}: {reply}")
{
    public bool IsFinal { get; } = aboutMail && !reply.IsTransient;
}
