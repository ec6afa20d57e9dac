using Microsoft.Playwright;

namespace Fulfilment.Browser.Tests;

[Collection(nameof(Shop))]
public sealed class StaffTests(Shop shop)
{
    [Fact]
    public async Task Admin_FirstLink_OpensTheHouseOnce()
    {
        var page = await shop.OpenAsync();
        await page.GotoAsync(shop.FirstLink);
        await Shop.ShotAsync(page, "staff-enter");
        await page.ClickAsync("main button");
        Assert.Equal("/staff/orders", new Uri(page.Url).AbsolutePath);

        var other = await shop.OpenAsync();
        await other.GotoAsync(shop.FirstLink);
        await other.ClickAsync("main button");
        Assert.Contains("used already", await other.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_ChangesACategorysDelay_SeesWhichOrdersMoveBeforeSaving()
    {
        var order = await shop.PlaceAsync();
        var page = await shop.SignedInAsync();
        await page.GotoAsync("/staff/policy");
        await Shop.ShotAsync(page, "staff-policy");
        var blank = page.Locator("fieldset:has(legend:text-is('Add a category'))");
        await blank.Locator("input[name$='.name']").FillAsync("gravure");
        await blank.Locator("input[name$='.grace']").FillAsync("1 d");
        await page.ClickAsync("button:text-is('Preview')");

        var row = page.Locator("tr", new() { HasText = "#" + order.Split('.')[2] });
        Assert.Contains("can be changed for longer", await row.InnerTextAsync(), StringComparison.Ordinal);
        await Shop.ShotAsync(page, "staff-policy-preview");
        await page.ClickAsync("button:has-text('Save as version')");
        Assert.Contains("The policy was saved.", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal("1 d", await page.InputValueAsync("fieldset:has(legend:text-is('gravure')) input[name$='.grace']"));
        await Shop.ShotAsync(page, "staff-policy-saved");
    }

    [Fact]
    public async Task Admin_HoldsAnOrder_SeesItInTimelineReceiptsAndList()
    {
        var order = await shop.PlaceAsync();
        var page = await shop.SignedInAsync();
        await page.GotoAsync("/staff/orders/" + order);
        await page.ClickAsync("summary:text-is('Hold')");
        await page.FillAsync("#c-Hold", "Vérifier l’adresse");
        await page.ClickAsync("button[value=Hold]");

        var text = await page.InnerTextAsync("main");
        Assert.Contains("On hold", text, StringComparison.Ordinal);
        Assert.Contains("Vérifier l’adresse", text, StringComparison.Ordinal);
        await Shop.ShotAsync(page, "staff-order");
        await page.GotoAsync("/staff/orders");
        await Shop.ShotAsync(page, "staff-orders");
        Assert.Contains("#" + order.Split('.')[2], await page.InnerTextAsync("table"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alerts")]
    [InlineData("stock")]
    [InlineData("payments")]
    [InlineData("mails")]
    [InlineData("parked")]
    [InlineData("quarantine")]
    [InlineData("catalogue")]
    public async Task Section_Opened_FitsTheScreen(string section)
    {
        await shop.PlaceAsync();
        var page = await shop.SignedInAsync(scheme: section is "stock" or "mails" ? ColorScheme.Dark : ColorScheme.Light);

        var response = await page.GotoAsync("/staff/" + section);

        Assert.Equal(200, response!.Status);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await Shop.ShotAsync(page, "staff-" + section);
    }

    [Fact]
    public async Task Mailbox_OpenedMail_ShowsItInItsFrame()
    {
        await shop.PlaceAsync();
        var page = await shop.SignedInAsync();
        await page.GotoAsync("/staff/mails");
        await page.ClickAsync("tbody a >> nth=0");

        var body = page.FrameLocator("iframe.mail").Locator("body");
        Assert.Contains("#10", await body.InnerTextAsync(), StringComparison.Ordinal);
        await Shop.ShotAsync(page, "staff-mail");
    }

    [Fact]
    public async Task ShopPolicy_Public_IsReadable()
    {
        var page = await shop.OpenAsync();
        await page.GotoAsync("/policy/demo");
        await Shop.ShotAsync(page, "public-policy");
        await page.ClickAsync("text=English");
        Assert.Contains("How long can I change my order?", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }
}
