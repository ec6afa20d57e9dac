using Fulfilment.Web.Catalogue;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Catalogue;

public sealed class CatalogueCsvTests
{
    [Fact]
    public void Read_AsSpreadsheetsWriteIt_IsUnderstood()
    {
        var (items, faults) = CatalogueCsv.Read("\uFEFFsku;category;price;title_fr;weight_grams;requires_shipping;active\r\nA;Book;12.50;\"Un \"\"beau\"\" livre;\r\nbleu\";300;no;1\r\n\r\n", Samples.Euro);

        Assert.Empty(faults);
        var item = Assert.Single(items);
        Assert.Equal(("A", "book", Samples.Eur(12.5m), 300, false, true), (item.Sku, item.Category, item.UnitPrice, item.WeightGrams, item.RequiresShipping, item.Active));
        Assert.Equal("Un \"beau\" livre;\r\nbleu", item.Title("fr"));
    }

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("sku,category,price\n", 1, "title_en")]
    [InlineData("sku,category,price,title_en,colour\n", 1, "colour")]
    [InlineData("sku,category,price,title_en\nA,x,1.234,T\n", 2, "price")]
    [InlineData("sku,category,price,title_en\nA,x,1,T\nA,x,2,T\n", 3, "sku")]
    [InlineData("sku,category,price,title_en,tax_rate\nA,x,1,T,200%\n", 2, "tax_rate")]
    [InlineData("sku,category,price,title_en,weight_grams\nA,x,1,T,-3\n", 2, "weight_grams")]
    [InlineData("sku,category,price,title_en,active\nA,x,1,T,perhaps\n", 2, "active")]
    [InlineData("sku,category,price,title_en\n,x,1,T\n", 2, "sku")]
    [InlineData("sku,category,price,title_en\nA,x,1,\n", 2, "title_en")]
    public void Read_Fault_IsNamedByLineAndColumn(string text, int line, string column)
    {
        var (_, faults) = CatalogueCsv.Read(text, Samples.Euro);

        Assert.Contains(faults, f => f.Line == line && f.Column == column);
    }

    [Fact]
    public void Read_QuoteNeverClosed_IsAFault() => Assert.Contains("never closed", Assert.Single(CatalogueCsv.Read("sku,category\n\"A,x\n", Samples.Euro).Faults).Detail, StringComparison.Ordinal);
}
