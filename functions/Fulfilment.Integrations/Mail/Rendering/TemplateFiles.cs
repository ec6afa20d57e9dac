namespace Fulfilment.Integrations.Mail;

/// <summary>The templates of one language: a shop's own files where it has them, the built-in ones for the rest.</summary>
/// <param name="folder">The shop's template folder, with "fr" and "en" below; null: none.</param>
internal sealed class TemplateFiles(string? folder, string language)
{
    private static readonly string[] EmbeddedNames = typeof(TemplateFiles).Assembly.GetManifestResourceNames();

    private readonly string? _own = folder is null ? null : Path.Combine(folder, language);

    /// <exception cref="MailTemplateException">There is no such template.</exception>
    public MailTemplate Read(string name)
    {
        var own = _own is null ? null : Path.Combine(_own, $"{name}.hbs");
        if (own is not null && File.Exists(own)) return MailTemplate.Parse(own, File.ReadAllText(own));
        var embedded = Resources.TryText($"{Prefix}{name}.hbs") ?? throw new MailTemplateException($"{language}/{name}", "there is no such template");
        return MailTemplate.Parse($"{language}/{name}", embedded);
    }

    public IReadOnlyList<string> Partials()
    {
        var embedded = EmbeddedNames.Where(name => name.StartsWith(Prefix + "_", StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]));
        var own = OwnFiles().Select(file => Path.GetFileNameWithoutExtension(file.Name)).Where(name => name.StartsWith('_'));
        return [.. embedded.Union(own, StringComparer.Ordinal)];
    }

    /// <summary>Changes whenever a shop's file is added, changed or removed.</summary>
    public string Stamp() => string.Join('|', OwnFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Name}:{file.LastWriteTimeUtc.Ticks}:{file.Length}"));

    private string Prefix => $"Mail/Templates/{language}/";

    private FileInfo[] OwnFiles() => _own is not null && Directory.Exists(_own) ? new DirectoryInfo(_own).GetFiles("*.hbs") : [];
}
