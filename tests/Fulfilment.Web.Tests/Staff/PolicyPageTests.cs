using System.Net;
using System.Text.RegularExpressions;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Staff;

public sealed partial class PolicyPageTests
{
    /// <summary>All fields of the policy form as a browser would send them.</summary>
    private static Dictionary<string, string> Fields(string html)
    {
        var form = html[html.IndexOf("action=\"/staff/policy/preview\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        var fields = new Dictionary<string, string>();
        foreach (Match input in Inputs().Matches(form))
        {
            string? Attribute(string name) => Regex.Match(input.Value, $" {name}=\"([^\"]*)\"") is { Success: true } m ? WebUtility.HtmlDecode(m.Groups[1].Value) : null;
            if (Attribute("name") is not { } field) continue;
            if (Attribute("type") == "checkbox" && !input.Value.Contains(" checked", StringComparison.Ordinal)) continue;
            fields[field] = Attribute("value") ?? "";
        }

        fields["graceOnEdit"] = Regex.Match(form, "<option value=\"(\\w+)\" selected").Groups[1].Value;
        fields["holidays"] = WebUtility.HtmlDecode(Regex.Match(form, "name=\"holidays\">([^<]*)</textarea>").Groups[1].Value);
        return fields;
    }

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Inputs();

    private static ReleasePolicy Rich() => Samples.Policy() with
    {
        GraceOnEdit = new(GraceOnEditMode.AtLeast, 20),
        NoticeMinutes = 15,
        ReleaseOnAuthorized = false,
        MaxOvertakes = 5,
        SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Packing] = 120 },
        Calendar = new()
        {
            TimeZone = "Europe/Paris",
            CutOff = new TimeOnly(16, 0),
            Holidays = [new(2026, 5, 1), new(2026, 12, 25)],
            Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Monday] = new(new(9, 0), new(17, 30)), [DayOfWeek.Saturday] = new(new(9, 0), new(0, 0)) },
        },
    };

    [Fact]
    public async Task Form_SentUnchanged_KeepsEveryValue()
    {
        await using var site = await Site.StartAsync();
        site.Policies.Have(Samples.Store, Rich());
        var browser = await StaffBrowser.SignInAsync(site, "admin");

        var preview = await browser.PostAsync("/staff/policy/preview", Fields((await browser.GetAsync("/staff/policy")).Text));
        var saved = await browser.PostAsync("/staff/policy", Forms.Hidden(preview.Text, "Save as version").With(("openOrders", "keep")));

        Assert.Equal(303, saved.Status);
        Assert.Equivalent(Rich() with { Version = 4 }, await site.Policies.GetAsync(Samples.Store), strict: true);
        Assert.Empty(site.Orders.Sent);
    }

    [Fact]
    public async Task Delay_OfACategoryChanged_IsPreviewedThenSavedAndTold()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var fields = Fields((await browser.GetAsync("/staff/policy")).Text);

        var preview = await browser.PostAsync("/staff/policy/preview", fields.With(("categories.1.grace", "2 d")));
        var text = WebUtility.HtmlDecode(preview.Text);
        var savedBefore = (await site.Policies.GetAsync(Samples.Store)).Version;
        await browser.PostAsync("/staff/policy", Forms.Hidden(preview.Text, "Save as version").With(("openOrders", "move")));

        Assert.Contains("#1001", text, StringComparison.Ordinal);
        Assert.Contains("Mon 2 Mar 19:00", text, StringComparison.Ordinal);
        Assert.Contains("Wed 4 Mar 09:00", text, StringComparison.Ordinal);
        Assert.Equal(3, savedBefore);
        Assert.Equal(2880, (await site.Policies.GetAsync(Samples.Store)).Categories["engraved"].GraceMinutes);
        Assert.IsType<OrderCommand.PolicyChanged>(Assert.Single(site.Orders.Sent).Command);
    }

    [Fact]
    public async Task Rows_AddedAndEmptied_AppearAndVanish()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var fields = Fields((await browser.GetAsync("/staff/policy")).Text);

        var preview = await browser.PostAsync("/staff/policy/preview", fields.With(("categories.0.name", ""), ("categories.2.name", "Furniture"), ("categories.2.contact", "1")));
        await browser.PostAsync("/staff/policy", Forms.Hidden(preview.Text, "Save as version").With(("openOrders", "keep")));
        var policy = await site.Policies.GetAsync(Samples.Store);

        Assert.Equal(["engraved", "furniture"], policy.Categories.Keys.Order());
        Assert.True(policy.Categories["furniture"].Contact!.Required);
    }

    [Fact]
    public async Task Policy_ThatMakesNoSense_IsShownAgainWithTheFault()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var fields = Fields((await browser.GetAsync("/staff/policy")).Text);

        var shown = await browser.PostAsync("/staff/policy/preview", fields.With(("categories.1.grace", "30 d")));

        Assert.Equal(422, shown.Status);
        Assert.Contains("$.categories.engraved.graceMinutes", shown.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"30 d\"", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_AfterSomebodyElse_IsRefused()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var preview = await browser.PostAsync("/staff/policy/preview", Fields((await browser.GetAsync("/staff/policy")).Text));
        await site.Policies.PutAsync(Samples.Store, Samples.Policy(), 3, "somebody");

        var saved = await browser.PostAsync("/staff/policy", Forms.Hidden(preview.Text, "Save as version").With(("openOrders", "keep")));

        Assert.Equal(412, saved.Status);
    }

    [Fact]
    public async Task GoOnEditing_FromThePreview_KeepsWhatWasEntered()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var preview = await browser.PostAsync("/staff/policy/preview", Fields((await browser.GetAsync("/staff/policy")).Text).With(("categories.1.grace", "2 d")));

        var form = await browser.PostAsync("/staff/policy/edit", Forms.Hidden(preview.Text, "Save as version"));

        Assert.Contains("value=\"2 d\"", form.Text, StringComparison.Ordinal);
    }
}
