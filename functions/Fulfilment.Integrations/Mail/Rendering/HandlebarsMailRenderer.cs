using System.Collections.Concurrent;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>Renders mails from Handlebars files: the shop's own (<see cref="MailSettings.TemplateFolder"/>), else the built-in ones.</summary>
/// <param name="root">What a relative template folder is relative to.</param>
public sealed class HandlebarsMailRenderer(string? root = null) : IMailRenderer
{
    // Compiling takes longer than all else in a mail, and what the program brings along never changes: once a process will do.
    private static readonly ConcurrentDictionary<string, TemplateSet> BuiltIn = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Folder, string Language), (string Stamp, TemplateSet Set)> _sets = new();

    /// <inheritdoc/>
    /// <exception cref="MailTemplateException">A template is missing or faulty.</exception>
    public RenderedMail Render(StoreSettings store, string template, MailModel model, IReadOnlyDictionary<string, string> links)
    {
        var language = Formats.Language(model.Language);
        return Set(Folder(store), language).Render(template, MailPages.Of(store, model, links, language));
    }

    private string? Folder(StoreSettings store) => store.Mail.TemplateFolder switch
    {
        null or "" => null,
        var folder when root is null || Path.IsPathRooted(folder) => folder,
        var folder => Path.Combine(root, folder),
    };

    /// <summary>Files that a shop has edited take effect with the next mail.</summary>
    private TemplateSet Set(string? folder, string language)
    {
        if (folder is null) return BuiltIn.GetOrAdd(language, static language => new TemplateSet(new TemplateFiles(null, language)));
        var files = new TemplateFiles(folder, language);
        var stamp = files.Stamp();
        if (_sets.TryGetValue((folder, language), out var known) && known.Stamp == stamp) return known.Set;
        var set = new TemplateSet(files);
        _sets[(folder, language)] = (stamp, set);
        return set;
    }
}
