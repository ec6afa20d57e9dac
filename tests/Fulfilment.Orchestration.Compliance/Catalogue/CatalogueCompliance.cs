using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Catalogue;

public abstract class CatalogueCompliance : StoreCompliance
{
    private static readonly Currency Dinar = Currency.Of("KWD");

    private ICatalogue Catalogue => Harness.Port<ICatalogue>();

    [Fact]
    public async Task Find_SomeAreThere_ReturnsThoseActiveOrNot()
    {
        await ImportAsync(Item("a"), Item("b") with { Active = false }, Item("c"));
        var found = await Catalogue.FindAsync(SampleStores.Demo, ["b", "a", "missing", "a"]);
        Assert.Equal(["a", "b"], found.Select(item => item.Sku).Order(StringComparer.Ordinal));
        Assert.Empty(await Catalogue.FindAsync(SampleStores.Demo, []));
        Assert.Empty(await Catalogue.FindAsync(SampleStores.Other, ["a"]));
    }

    [Fact]
    public async Task Find_OddSkus_ReturnsEachWhole()
    {
        var items = Samples.OddTexts.Select(text => Item(text) with { Titles = new Dictionary<string, string> { ["fr"] = text, ["en"] = text }, TaxRate = 0.055m }).ToArray();
        await ImportAsync(items);
        await Harness.ReopenAsync();
        foreach (var item in items) AssertSame(item, Assert.Single(await Catalogue.FindAsync(SampleStores.Demo, [item.Sku])));
    }

    [Fact]
    public async Task Find_SkuInAnotherCase_IsAnotherSku()
    {
        await ImportAsync(Item("a"));
        Assert.Empty(await Catalogue.FindAsync(SampleStores.Demo, ["A"]));
    }

    [Fact]
    public async Task Import_KnownSku_ReplacesItAndLeavesTheOthers()
    {
        await ImportAsync(Item("a"), Item("b"));
        await ImportAsync(Item("a") with { UnitPrice = new Money(9999, Dinar) });
        Assert.Equal([9999m, 1250m], (await Catalogue.ListAsync(SampleStores.Demo)).Items.Select(item => item.UnitPrice.Minor));
    }

    [Fact]
    public async Task Import_SkuTwice_TheLastStands()
    {
        await ImportAsync(Item("a"), Item("a") with { WeightGrams = 7 });
        Assert.Equal(7, Assert.Single((await Catalogue.ListAsync(SampleStores.Demo)).Items).WeightGrams);
    }

    [Fact]
    public async Task Import_ThousandsOfItems_AreAllThere()
    {
        await ImportAsync([.. Enumerable.Range(0, 3000).Select(i => Item($"sku-{i:0000}"))]);
        Assert.Equal(3, (await Catalogue.FindAsync(SampleStores.Demo, ["sku-0000", "sku-1500", "sku-2999"])).Count);
    }

    [Fact]
    public async Task List_PagedWhileItemsAreImported_BySkuWithoutRepeatOrSkip()
    {
        await ImportAsync([.. Enumerable.Range(0, 9).Select(i => Item($"m{i}"))]);
        var first = await Catalogue.ListAsync(SampleStores.Demo, limit: 4);
        await ImportAsync(Item("a-before"), Item("m3") with { Active = false });
        var second = await Catalogue.ListAsync(SampleStores.Demo, cursor: first.Next, limit: 4);
        var third = await Catalogue.ListAsync(SampleStores.Demo, cursor: second.Next, limit: 4);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"m{i}"), first.Items.Concat(second.Items).Concat(third.Items).Select(item => item.Sku));
        Assert.Null(third.Next);
    }

    [Theory]
    [InlineData("mug-1")]
    [InlineData("ÉMAILLÉ")]
    [InlineData("emaille")]
    [InlineData("enamel")]
    [InlineData("vaisselle")]
    public async Task List_Search_LooksInSkuTitlesAndCategory(string search)
    {
        await ImportAsync(
            Item("mug-1") with { Titles = new Dictionary<string, string> { ["fr"] = "Tasse émaillée", ["en"] = "Enamel mug" }, Category = "vaisselle" },
            Item("ring-1"));
        Assert.Equal("mug-1", Assert.Single((await Catalogue.ListAsync(SampleStores.Demo, search)).Items).Sku);
    }

    [Fact]
    public async Task PutShipping_Again_ReplacesAllOfTheStores()
    {
        await Catalogue.PutShippingAsync(SampleStores.Demo, [Quote("standard", 490), Quote("express", 990)]);
        await Catalogue.PutShippingAsync(SampleStores.Other, [Quote("standard", 100)]);
        await Catalogue.PutShippingAsync(SampleStores.Demo, [Quote("relay", 390), Quote("express", 1090)]);
        await Harness.ReopenAsync();
        AssertSame<IReadOnlyList<ShippingQuote>>([Quote("relay", 390), Quote("express", 1090)], await Catalogue.ShippingAsync(SampleStores.Demo));
        Assert.Single(await Catalogue.ShippingAsync(SampleStores.Other));
        await Catalogue.PutShippingAsync(SampleStores.Demo, []);
        Assert.Empty(await Catalogue.ShippingAsync(SampleStores.Demo));
    }

    private static ShippingQuote Quote(string code, int minor) => new(new ShippingMethod(code, $"Livraison {code}", "post"), new Money(minor, Dinar));

    private static CatalogueItem Item(string sku) =>
        new(sku, new Dictionary<string, string> { ["fr"] = $"Article {sku}", ["en"] = $"Item {sku}" }, "default", new Money(1250, Dinar), 0.20m, 300);

    private Task ImportAsync(params CatalogueItem[] items) => Catalogue.ImportAsync(SampleStores.Demo, items);
}
