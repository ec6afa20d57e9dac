using Microsoft.Playwright;

namespace Fulfilment.Browser.Tests;

[Collection(nameof(Shop))]
public sealed class CustomerTests(Shop shop)
{
    [Fact]
    public async Task Customer_ChangesAddressAndQuantityThenCancels_SeesEachReceipt()
    {
        var page = await shop.OpenAsync();
        await page.GotoAsync(await shop.LinkAsync(await shop.PlaceAsync()));
        await Shop.ShotAsync(page, "customer-order");

        await page.ClickAsync("summary:has-text('Adresse de livraison')");
        await Shop.ShotAsync(page, "customer-address-form");
        await page.FillAsync("#a-line1", "2 place Neuve");
        await page.FillAsync("#a-city", "Villeurbanne");
        await page.ClickAsync("form:has(#a-line1) button.primary");
        Assert.Contains("2 place Neuve", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("text=Confirmer la modification");
        Assert.Contains("C’est fait", await page.InnerTextAsync("#receipt"), StringComparison.Ordinal);
        Assert.Contains("Villeurbanne", await page.InnerTextAsync("section:has(#delivery)"), StringComparison.Ordinal);

        await page.ClickAsync("summary:has-text('Quantités')");
        await page.FillAsync("input[name='quantity.l2']", "1");
        await page.ClickAsync("form:has(input[name='quantity.l2']) button.primary");
        Assert.Contains("97,40", await page.InnerTextAsync("table.sums"), StringComparison.Ordinal);
        await Shop.ShotAsync(page, "customer-preview");
        await page.ClickAsync("text=Confirmer la modification");
        await Shop.ShotAsync(page, "customer-applied");
        Assert.Contains("97,40", await page.InnerTextAsync("section:has(#items)"), StringComparison.Ordinal);

        await page.ClickAsync("summary:has-text('Annuler la commande')");
        await page.FillAsync("#cancel-reason", "Je me suis trompé");
        await page.ClickAsync("text=Oui, tout annuler");
        Assert.Contains("Annulée", await page.InnerTextAsync("main .title"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("section:has(#change)").CountAsync());
        Assert.Equal(3, await page.Locator("section:has(#requests) li").CountAsync());
        await Shop.ShotAsync(page, "customer-cancelled");
    }

    [Fact]
    public async Task Customer_AddsAProduct_HasItWhenStaffRecordThePayment()
    {
        var order = await shop.PlaceAsync();
        var link = await shop.LinkAsync(order) + "?lang=en";
        var page = await shop.OpenAsync(width: 390, scheme: ColorScheme.Dark);
        await page.GotoAsync(link);
        await Shop.ShotAsync(page, "customer-phone-dark");

        await page.ClickAsync("summary:has-text('Add a product')");
        await page.SelectOptionAsync("#sku", "TASSE");
        await page.ClickAsync("form:has(#sku) button.primary");
        Assert.Contains("€132.30", await page.InnerTextAsync("table.sums"), StringComparison.Ordinal);
        await Shop.ShotAsync(page, "customer-phone-preview");
        await page.ClickAsync("text=Confirm the change");

        Assert.Contains("Please pay €9.90 before", await page.InnerTextAsync("#receipt"), StringComparison.Ordinal);
        await Shop.ShotAsync(page, "customer-phone-provisional");
        Assert.Contains("€122.40", await page.InnerTextAsync("section:has(#items)"), StringComparison.Ordinal);

        var staff = await shop.SignedInAsync();
        await staff.GotoAsync("/staff/payments");
        var entry = staff.Locator("ul.list > li", new() { HasText = order });
        await entry.Locator("summary").ClickAsync();
        await Shop.ShotAsync(staff, "staff-payment-form");
        await entry.Locator("input[name=reference]").FillAsync("virement 77");
        await entry.Locator("button.primary").ClickAsync();
        await page.GotoAsync(link);

        Assert.Contains("€132.30", await page.InnerTextAsync("section:has(#items)"), StringComparison.Ordinal);
        Assert.Contains("Applied", await page.InnerTextAsync("section:has(#requests)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_ClicksTwice_SendsOneEdit()
    {
        var page = await shop.OpenAsync();
        await page.GotoAsync(await shop.LinkAsync(await shop.PlaceAsync()));
        await page.ClickAsync("summary:has-text('Message cadeau')");
        await page.FillAsync("#text-gift", "Bravo !");
        await page.ClickAsync("form:has(#text-gift) button.primary");

        await page.DblClickAsync("text=Confirmer la modification");
        await page.WaitForSelectorAsync("#receipt");

        Assert.Equal(1, await page.Locator("section:has(#requests) li").CountAsync());
    }

    [Fact]
    public async Task Page_WithTheKeyboardAlone_ReachesTheForms()
    {
        var page = await shop.OpenAsync();
        await page.GotoAsync(await shop.LinkAsync(await shop.PlaceAsync()));

        await page.Keyboard.PressAsync("Tab");
        var first = await page.EvaluateAsync<string>("document.activeElement.className");
        await page.FocusAsync("summary:has-text('Message cadeau')");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");

        Assert.Equal("skip", first);
        Assert.Equal("text-gift", await page.EvaluateAsync<string>("document.activeElement.id"));
    }
}
