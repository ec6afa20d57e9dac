using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Mail;

namespace Fulfilment.Integrations.Tests.Mail;

public class MailRendererTests
{
    private static readonly Dictionary<string, string> Links = new() { ["order"] = "https://orders.shop.example/o/secret" };

    [Fact]
    public void Render_Received_SaysUntilWhenAndWhyInTheShopsZone()
    {
        var mail = new HandlebarsMailRenderer().Render(Samples.Store, MailTemplates.Received, MailSamples.Model("en"), Links);

        Assert.Contains("Held until Tuesday 7 July at 09:00 because: engraving allows changes until Monday 6 July at 15:27; the warehouse is closed until Tuesday 7 July at 09:00.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://orders.shop.example/o/secret", mail.Html, StringComparison.Ordinal);
        Assert.Equal("We have your order #1001", mail.Subject);
    }
}
