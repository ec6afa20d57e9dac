using System.Net;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Pages;

/// <summary>What a customer sends from his order's page, and what he is told of it.</summary>
public sealed class CustomerFormTests
{
    private static async Task<(Site Site, string Path)> OpenAsync()
    {
        var site = await Site.StartAsync();
        return (site, "/o/" + await site.LinkAsync());
    }

    /// <summary>A button of the page that is shown now.</summary>
    private static async Task<Reply> PressAsync(Site site, string path, string type, string query = "", params (string Name, string Value)[] fields)
    {
        var page = await site.SendAsync(HttpMethod.Get, path + query);
        return await site.PostFormAsync($"{path}/send{query}", Forms.Hidden(page.Text, $"value=\"{type}\"").With([("type", type), .. fields]));
    }

    /// <summary>A form of the page that is shown now.</summary>
    private static async Task<Reply> PreviewAsync(Site site, string path, string kind, string query = "", params (string Name, string Value)[] fields)
    {
        var page = await site.SendAsync(HttpMethod.Get, path + query);
        return await site.PostFormAsync($"{path}/preview{query}", Forms.Hidden(page.Text, $"value=\"{kind}\"").With(fields));
    }

    [Fact]
    public async Task Quantity_PreviewThenConfirm_SendsOneEditAndShowsTheReceipt()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;

        var preview = await PreviewAsync(site, path, "lines", "", ("quantity.l1", "1"), ("quantity.l2", "4"));
        var previewText = WebUtility.HtmlDecode(preview.Text);
        var sentBefore = site.Orders.Sent.Count;
        var fields = Forms.Hidden(preview.Text, "name=\"changes\"");
        var confirmed = await site.PostFormAsync(path + "/confirm", fields);
        var again = await site.PostFormAsync(path + "/confirm", fields);
        var after = await site.SendAsync(HttpMethod.Get, confirmed.Headers["Location"]);

        Assert.Contains("Quantité de Carnet : 4", previewText, StringComparison.Ordinal);
        Assert.Contains("104,90\u00A0€", previewText, StringComparison.Ordinal);
        Assert.Contains("129,90\u00A0€", previewText, StringComparison.Ordinal);
        Assert.Equal(0, sentBefore);
        Assert.Equal((303, 303), (confirmed.Status, again.Status));
        var (_, command) = Assert.Single(site.Orders.Sent);
        Assert.Equal(Actor.Customer, command.Actor);
        Assert.Equal(new EditChange.ChangeQuantity("l2", 4), Assert.Single(((OrderCommand.Edit)command).Changes));
        Assert.Contains("C’est fait", WebUtility.HtmlDecode(after.Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "We cannot save anything at the moment")]
    [InlineData("fr", "Nous ne pouvons rien enregistrer pour le moment")]
    public async Task Button_TheEngineTakesNothing_TheCustomerIsToldToTryAgainLater(string language, string sentence)
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Decide = (_, _) => throw new EngineUnavailableException("The disk that holds '/var/shop/engine.db' is full.");

        var answer = await PressAsync(site, path, "Cancel", $"?lang={language}");

        Assert.Equal(503, answer.Status);
        Assert.Contains(sentence, WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("/var/shop", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Button_WithALongText_IsRefusedBeforeTheOrderHearsIt()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;

        var answer = await PressAsync(site, path, "Cancel", fields: ("reason", new string('x', 1_000_000)));

        Assert.Equal(413, answer.Status);
        Assert.Empty(site.Orders.Sent);
    }

    /// <summary>A storefront took one line off, and it stays in the order with nothing of it.</summary>
    [Fact]
    public async Task Quantities_OfAnOrderWithALineOfNone_CanStillBeChanged()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        var view = Samples.View();
        site.Orders.Have(view with { Lines = [view.Lines[0] with { Quantity = 0 }, .. view.Lines.Skip(1)] });
        var page = await site.SendAsync(HttpMethod.Get, path);

        var preview = await site.PostFormAsync(path + "/preview", Forms.Hidden(page.Text, "value=\"lines\"").With(($"quantity.{view.Lines[0].Id}", "0"), ($"quantity.{view.Lines[1].Id}", "3")));

        Assert.DoesNotContain($"name=\"quantity.{view.Lines[0].Id}\"", page.Text, StringComparison.Ordinal);
        Assert.True(preview.Status == 200, preview.Text);
    }

    /// <summary>Asking the warehouse costs nothing, and a reason that we gave is in the reader's language.</summary>
    [Fact]
    public async Task Receipt_OfAnIntercept_SpeaksOfNoPayment()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Have(Samples.View() with { CustomerCommands = ["Intercept"], CancelReason = null });
        site.Orders.Decide = (order, command) => FakeOrders.Applied(order, command) with { Outcome = Outcome.Provisional };
        var sent = await PressAsync(site, path, "Intercept");

        var after = WebUtility.HtmlDecode((await site.SendAsync(HttpMethod.Get, sent.Headers["Location"].Split('#')[0])).Text);

        Assert.Contains("la réponse sera affichée ici", after, StringComparison.Ordinal);
        Assert.DoesNotContain("attend son paiement", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddLine_Preview_TakesThePriceFromTheCatalogue()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        var page = await site.SendAsync(HttpMethod.Get, path + "?lang=en");

        var preview = await site.PostFormAsync(path + "/preview?lang=en", Forms.Hidden(page.Text, "value=\"add\"").With(("sku", "MUG-1"), ("quantity", "2"), ("price", "0.01")));
        var text = WebUtility.HtmlDecode(preview.Text);

        Assert.Contains("Added: 2 × Mug", text, StringComparison.Ordinal);
        Assert.Contains("€124.70", text, StringComparison.Ordinal);
        Assert.DoesNotContain("OLD-1", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("address", "name=Alex Exemple;line1=2 rue Neuve;city=Paris;country=fr;postalCode=75001", typeof(EditChange.ChangeAddress))]
    [InlineData("contact", "name=Camille Exemple;email=new@example.com;phone=+33 1 00 00 00 00", typeof(EditChange.ChangeContactDetails))]
    [InlineData("lines", "remove.l1=1;quantity.l2=2", typeof(EditChange.RemoveLine))]
    [InlineData("personalisation", "p.l1.text=E + C", typeof(EditChange.ChangePersonalisation))]
    [InlineData("payment", "method=virement", typeof(EditChange.ChangePaymentMethod))]
    [InlineData("gift", "text=Bravo", typeof(EditChange.ChangeGiftMessage))]
    [InlineData("instructions", "text=Sonnez deux fois", typeof(EditChange.ChangeDeliveryInstructions))]
    [InlineData("shipping", "code=express", typeof(EditChange.ChangeShippingMethod))]
    [InlineData("relay", "carrier=relais;id=R7;relayName=Tabac;line1=3 place;city=Lyon;country=FR;postalCode=69002", typeof(EditChange.ChangeRelayPoint))]
    public async Task EveryForm_Confirmed_SendsItsChange(string kind, string values, Type change)
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        var fields = values.Split(';').Select(v => v.Split('=', 2)).Select(v => (v[0], v[1])).ToArray();

        var preview = await PreviewAsync(site, path, kind, "", fields);
        var confirmed = await site.PostFormAsync(path + "/confirm", Forms.Hidden(preview.Text, "name=\"changes\""));

        Assert.True(confirmed.Status == 303, confirmed.Text);
        Assert.IsType(change, Assert.Single(((OrderCommand.Edit)Assert.Single(site.Orders.Sent).Command).Changes));
    }

    [Theory]
    [InlineData("Cancel", typeof(OrderCommand.Cancel))]
    [InlineData("ReleaseNow", typeof(OrderCommand.ReleaseNow))]
    [InlineData("ConfirmContact", typeof(OrderCommand.ConfirmContact))]
    [InlineData("DeclineContact", typeof(OrderCommand.DeclineContact))]
    [InlineData("BackorderChoice", typeof(OrderCommand.BackorderChoice))]
    public async Task EveryButton_Pressed_SendsItsCommandOnce(string type, Type command)
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Have(Samples.View() with
        {
            CustomerCommands = ["Edit", "Cancel", "ReleaseNow", "ConfirmContact", "DeclineContact", "BackorderChoice"],
            MissingStock = [new("BOOK-1", 1)],
            StockEta = Samples.Placed.AddDays(3),
        });
        var page = await site.SendAsync(HttpMethod.Get, path);

        var fields = Forms.Hidden(page.Text, $"value=\"{type}\"").With(("type", type), ("choice", "SplitShip"));
        await site.PostFormAsync(path + "/send", fields);
        var answer = await site.PostFormAsync(path + "/send", fields);

        Assert.Equal(303, answer.Status);
        Assert.IsType(command, Assert.Single(site.Orders.Sent).Command);
    }

    [Fact]
    public async Task Refused_AfterTheRedirect_SaysWhyAndWhatCanStillBeDone()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Decide = (order, command) => FakeOrders.Applied(order, command) with
        {
            Outcome = Outcome.Rejected,
            Reason = new Refusal.AlreadyReleased("system", Samples.Placed.AddHours(25)),
            Next = ["Intercept", "Return"],
        };

        var answer = await PressAsync(site, path, "ReleaseNow");
        var text = WebUtility.HtmlDecode((await site.SendAsync(HttpMethod.Get, answer.Headers["Location"])).Text);

        Assert.Contains("La commande a déjà été transmise à la logistique le mardi 3 mars à 10:00", text, StringComparison.Ordinal);
        Assert.Contains("nous demander d’arrêter le colis", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithoutTheFormTokenOrFromAnotherSite_Is403()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        var page = await site.SendAsync(HttpMethod.Get, path);
        var fields = Forms.Hidden(page.Text, "value=\"Cancel\"").With(("type", "Cancel"));

        using var foreign = new FormUrlEncodedContent(fields);
        var crossSite = await site.SendAsync(HttpMethod.Post, path + "/send", null, foreign, ("Sec-Fetch-Site", "cross-site"));
        using var other = new FormUrlEncodedContent(fields);
        var otherOrigin = await site.SendAsync(HttpMethod.Post, path + "/send", null, other, ("Origin", "https://evil.example"));
        var forged = await site.PostFormAsync(path + "/send", fields.With(("_form", "wrong")));

        Assert.Equal([403, 403, 403], [crossSite.Status, otherOrigin.Status, forged.Status]);
        Assert.Empty(site.Orders.Sent);
    }

    [Fact]
    public async Task Preview_WouldEmptyTheOrder_OffersNoConfirmation()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;

        var preview = await PreviewAsync(site, path, "lines", "", ("remove.l1", "1"), ("remove.l2", "1"));

        Assert.Contains("annulez-la plutôt", WebUtility.HtmlDecode(preview.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"changes\"", preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_TamperedChanges_Is400AndSendsNothing()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        var page = await site.SendAsync(HttpMethod.Get, path);
        var fields = Forms.Hidden(page.Text, "value=\"Cancel\"").With(("changes", """[{"type":"ChangeQuantity","line":"l2","quantity":3,"price":"0"}]"""));

        Assert.Equal(400, (await site.PostFormAsync(path + "/confirm", fields)).Status);
        Assert.Empty(site.Orders.Sent);
    }
}
