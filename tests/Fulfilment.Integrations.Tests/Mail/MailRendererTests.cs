using System.Xml.Linq;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Mail;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Mail;

public sealed class MailRendererTests : IDisposable
{
    // One for all: compiling is the dear part.
    private static readonly HandlebarsMailRenderer Renderer = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("fulfilment-templates").FullName;

    public static TheoryData<string, string> Everything
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in MailTemplates.All)
                foreach (var language in (string[])["fr", "en"]) data.Add(name, language);
            return data;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Everything))]
    public void Render_EachTemplate_IsAsApproved(string template, string language)
    {
        var mail = Renderer.Render(Samples.Store, template, MailSamples.Model(template, language), MailSamples.Links);

        Approval.Verify($"Subject: {mail.Subject}\n\n{mail.Text}", $"{language}/{template}.txt");
        Approval.Verify(mail.Html, $"{language}/{template}.html");
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Render_EachTemplate_LeavesNoHoles(string template, string language)
    {
        var mail = Renderer.Render(Samples.Store, template, MailSamples.Model(template, language), MailSamples.Links);

        Assert.All([mail.Subject, mail.Html, mail.Text], part => Assert.DoesNotContain("{{", part, StringComparison.Ordinal));
        Assert.DoesNotContain("\n\n\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("&#", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://orders.shop.example/o/made-up-secret", mail.Text, StringComparison.Ordinal);
        Assert.Contains("#1001", mail.Subject, StringComparison.Ordinal);
        _ = XDocument.Parse(mail.Html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<br>", "<br/>", StringComparison.Ordinal).Replace(" charset=\"utf-8\">", "/>", StringComparison.Ordinal).Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal).Replace("dark\">", "dark\"/>", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Render_SparseModel_StillReads(string template, string language)
    {
        var order = MailSamples.View(language) with { ShipTo = null, Shipping = null, Plan = new(null, [], null, 1, 1), CustomerCommands = [] };
        var mail = Renderer.Render(Samples.Store, template, new MailModel { To = "lea@example.com", Language = language, Order = order }, new Dictionary<string, string>());

        Assert.NotEmpty(mail.Subject);
        Assert.DoesNotContain("{{", mail.Html + mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requested", false)]
    [InlineData("due", false)]
    [InlineData("settled", true)]
    public void Render_Cancelled_SaysRefundedOnlyWhenSettled(string status, bool settled)
    {
        foreach (var (language, done, later) in new[] { ("en", "has been refunded", "will be paid back"), ("fr", "vous ont été remboursés", "vous seront rendus") })
        {
            var model = MailSamples.Model(MailTemplates.Cancelled, language);
            var mail = Renderer.Render(Samples.Store, MailTemplates.Cancelled, model with { Order = MailSamples.Refunding(model.Order, status) }, MailSamples.Links);

            Assert.Equal(settled, mail.Text.Contains(done, StringComparison.Ordinal));
            Assert.Equal(!settled, mail.Text.Contains(later, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Render_FailedRefund_PromisesNothing()
    {
        var model = MailSamples.Model(MailTemplates.Cancelled, "en");
        var mail = Renderer.Render(Samples.Store, MailTemplates.Cancelled, model with { Order = MailSamples.Refunding(model.Order, "failed") }, MailSamples.Links);

        Assert.DoesNotContain("refunded", mail.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("paid back", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_CustomersWords_AreEscapedInHtmlAndPlainInText()
    {
        var mail = Renderer.Render(Samples.Store, MailTemplates.EditApplied, MailSamples.Model(MailTemplates.EditApplied, "fr"), MailSamples.Links);

        Assert.Contains("Bon anniversaire &lt;Zoë&gt; &amp; 日本 !", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Bon anniversaire <Zoë> & 日本 !", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Received_SaysUntilWhenAndWhyInTheShopsZone()
    {
        var mail = Renderer.Render(Samples.Store, MailTemplates.Received, MailSamples.Model(MailTemplates.Received, "en"), MailSamples.Links);

        Assert.Contains("Held until Tuesday 7 July at 09:00 because: engraving allows changes until Monday 6 July at 15:27; the warehouse is closed until Tuesday 7 July at 09:00.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ShopsOwnTemplate_IsUsedAsSoonAsItChanges()
    {
        Write("en/received.hbs", "subject: Hi {{number}}\n---html---\n<p>{{customer}}</p>\n---text---\nHi {{customer}}\n{{> _button}}\n");
        Assert.Equal("Hi #1001", Own().Subject);

        Write("en/received.hbs", "subject: Hello again\n---html---\n<p>x</p>\n---text---\nx, longer\n");
        Assert.Equal("Hello again", Own().Subject);
        Assert.Equal("Nous avons bien reçu votre commande #1001", Own("fr").Subject);
    }

    [Theory]
    [InlineData("subject: x\n---html---\n{{nosuch}}\n---text---\nx\n", "nosuch")]
    [InlineData("subject: x\n---html---\n{{#if number}}\n---text---\nx\n", "received")]
    [InlineData("subject: x\nno sections", "---html---")]
    [InlineData("hello\n---html---\n---text---\n", "subject:")]
    public void Render_FaultyTemplate_NamesItAndTheFault(string source, string says)
    {
        Write("en/received.hbs", source);

        var fault = Assert.Throws<MailTemplateException>(() => Own());
        Assert.Contains("received", fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    private RenderedMail Own(string language = "en") =>
        Renderer.Render(Samples.Store with { Mail = new(TemplateFolder: _folder) }, MailTemplates.Received, MailSamples.Model(MailTemplates.Received, language), MailSamples.Links);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
