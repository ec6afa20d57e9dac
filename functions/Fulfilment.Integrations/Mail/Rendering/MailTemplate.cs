namespace Fulfilment.Integrations.Mail;

/// <summary>
/// One template file: "subject: …" on the first line, then the HTML after a line "---html---" and the text after a line
/// "---text---". Partials (files whose name begins with "_") have no subject.
/// </summary>
internal sealed record MailTemplate(string Subject, string Html, string Text)
{
    private const string SubjectKey = "subject:";
    private const string HtmlMark = "---html---\n";
    private const string TextMark = "---text---\n";

    /// <exception cref="MailTemplateException">A part is missing.</exception>
    public static MailTemplate Parse(string name, string source)
    {
        var text = source.ReplaceLineEndings("\n");
        var html = text.IndexOf(HtmlMark, StringComparison.Ordinal);
        var plain = text.IndexOf(TextMark, StringComparison.Ordinal);
        if (html < 0 || plain < html) throw new MailTemplateException(name, "it needs a line '---html---' and, after it, a line '---text---'");
        var head = text[..html].Trim();
        if (head.Length > 0 && (!head.StartsWith(SubjectKey, StringComparison.Ordinal) || head.Contains('\n', StringComparison.Ordinal)))
            throw new MailTemplateException(name, "only one line 'subject: …' may stand before '---html---'");
        return new(head.Length > 0 ? head[SubjectKey.Length..].Trim() : "", text[(html + HtmlMark.Length)..plain], text[(plain + TextMark.Length)..]);
    }
}

/// <summary>A template that cannot be read or rendered. The mail waits in the outbox until the template is put right.</summary>
public sealed class MailTemplateException(string template, string fault, Exception? inner = null) : Exception($"Mail template {template}: {fault}.", inner)
{
    public string Template { get; } = template;
}
