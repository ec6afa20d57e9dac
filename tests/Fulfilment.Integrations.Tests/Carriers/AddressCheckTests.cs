using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Carriers;

namespace Fulfilment.Integrations.Tests.Carriers;

public class AddressCheckTests
{
    private readonly BasicAddressCheck _check = new();

    [Theory]
    [InlineData("FR", "69001")]
    [InlineData("FR", " 69 001 ")]
    [InlineData("GB", "SW1A 1AA")]
    [InlineData("NL", "1234 ab")]
    [InlineData("US", "12345-6789")]
    [InlineData("CA", "K1A 0B1")]
    [InlineData("JP", "600-0000")]
    [InlineData("IE", null)]
    [InlineData("HK", null)]
    public async Task Check_GoodAddress_HasNoProblem(string country, string? postalCode) =>
        Assert.Null(await _check.CheckAsync(Samples.Address with { Country = country, PostalCode = postalCode }));

    [Theory]
    [InlineData("FR", "6900", "postalCode")]
    [InlineData("FR", null, "postalCode")]
    [InlineData("FR", "690011", "postalCode")]
    [InlineData("DE", "D-12345", "postalCode")]
    [InlineData("XX", "1", "country")]
    [InlineData("fr", "69001", "country")]
    [InlineData("", "69001", "country")]
    public async Task Check_BadCountryOrCode_NamesTheField(string country, string? postalCode, string field) =>
        Assert.Equal(field, (await _check.CheckAsync(Samples.Address with { Country = country, PostalCode = postalCode }))?.Field);

    [Fact]
    public async Task Check_MissingParts_NamesTheFirst()
    {
        Assert.Equal("name", (await _check.CheckAsync(Samples.Address with { Name = " " }))?.Field);
        Assert.Equal("line1", (await _check.CheckAsync(Samples.Address with { Line1 = "" }))?.Field);
        Assert.Equal("city", (await _check.CheckAsync(Samples.Address with { City = "" }))?.Field);
        Assert.Equal("line2", (await _check.CheckAsync(Samples.Address with { Line2 = new string('x', 101) }))?.Field);
    }

    [Fact]
    public async Task Check_Problem_ReadsInFrench()
    {
        var problem = await _check.CheckAsync(Samples.Address with { PostalCode = "1" });

        Assert.Equal("L’adresse n’est pas valable (code postal) : Ce code postal n’a pas la forme de ceux du pays.", Fulfilment.Integrations.Texts.Refusal(Assert.IsType<Refusal.InvalidAddress>(problem), "fr", "Europe/Paris"));
    }
}
