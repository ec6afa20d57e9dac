using System.Collections.Concurrent;
using Fulfilment.Orchestration.Ports;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.Compiler.Resolvers;

namespace Fulfilment.Integrations.Mail;

/// <summary>The compiled templates of one language and folder, as the files stood at one time.</summary>
internal sealed class TemplateSet
{
    private const string Layout = "_layout";

    private readonly TemplateFiles _files;
    private readonly IHandlebars _html = Environment(escape: true);
    private readonly IHandlebars _text = Environment(escape: false);
    private readonly ConcurrentDictionary<string, Lazy<Compiled>> _compiled = new(StringComparer.Ordinal);

    public TemplateSet(TemplateFiles files)
    {
        _files = files;
        foreach (var name in files.Partials())
        {
            var partial = files.Read(name);
            Guarded(name, () =>
            {
                _html.RegisterTemplate(name, partial.Html);
                _text.RegisterTemplate(name, partial.Text);
                return name;
            });
        }
    }

    public RenderedMail Render(string name, MailPage page)
    {
        var template = Get(name);
        var layout = Get(Layout);
        return Guarded(name, () =>
        {
            var subject = template.Subject(page).Trim();
            var html = layout.Html(page with { Subject = subject, Body = template.Html(page).Trim() });
            var text = layout.Text(page with { Subject = subject, Body = template.Text(page).Trim() });
            return new RenderedMail(subject, html, text.Trim() + "\n");
        });
    }

    private Compiled Get(string name) => _compiled.GetOrAdd(name, key => new(() => Compile(key))).Value;

    private Compiled Compile(string name)
    {
        var source = _files.Read(name);
        return Guarded(name, () => new Compiled(_text.Compile(source.Subject), _html.Compile(source.Html), _text.Compile(source.Text)));
    }

    private static T Guarded<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is HandlebarsException or HandlebarsUndefinedBindingException)
        {
            throw new MailTemplateException(name, e.Message.ReplaceLineEndings(" "), e);
        }
    }

    /// <summary>A name the model does not know is an error: a typing mistake in a template must not send a mail with a hole in it.</summary>
    private static IHandlebars Environment(bool escape) => Handlebars.Create(new HandlebarsConfiguration
    {
        ThrowOnUnresolvedBindingExpression = true,
        ExpressionNameResolver = new UpperCamelCaseExpressionNameResolver(),
        NoEscape = !escape,
    });

    private sealed record Compiled(HandlebarsTemplate<object, object> Subject, HandlebarsTemplate<object, object> Html, HandlebarsTemplate<object, object> Text);
}
