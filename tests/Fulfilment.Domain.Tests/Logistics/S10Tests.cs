using FsCheck.Xunit;
using Fulfilment.Domain.Logistics;

namespace Fulfilment.Domain.Tests.Logistics;

public sealed class S10Tests
{
    [Theory]
    [InlineData("RR", 47312482, "GB", "RR473124829GB")]
    [InlineData("LX", 0, "FR", "LX000000005FR")] // remainder 0: eleven becomes five
    [InlineData("LX", 6, "FR", "LX000000062FR")]
    [InlineData("LX", 8, "FR", "LX000000080FR")] // ten becomes nought
    public void Make_KnownNumber_HasItsCheckDigit(string service, int serial, string country, string expected) =>
        Assert.Equal(expected, S10.Make(service, serial, country));

    [Property]
    public void Parse_WhatWasMade_GivesItBack(uint number)
    {
        var serial = (int)(number % (S10.MaxSerial + 1));
        Assert.Equal(new("RX", serial, "FR"), S10.Parse(S10.Make("RX", serial, "FR")));
    }

    [Property]
    public void IsValid_OneDigitWrong_IsFalse(uint number, byte place, byte by)
    {
        var made = S10.Make("RX", (int)(number % (S10.MaxSerial + 1)), "FR").ToCharArray();
        var at = 2 + place % 8;
        made[at] = (char)('0' + (made[at] - '0' + 1 + by % 9) % 10);
        var wrong = S10.Parse(new string(made));

        // Two remainders share a digit with another one (11 with 6, 10 with 11): only such a pair may go unseen.
        if (wrong is not null) Assert.Contains(made[10], "05");
    }

    [Theory]
    [InlineData("")]
    [InlineData("RR473124828GB")]
    [InlineData("R1473124829GB")]
    [InlineData("RR47312482GB")]
    [InlineData("RR4731248X9GB")]
    public void IsValid_NotOne_IsFalse(string text) => Assert.False(S10.IsValid(text));

    [Fact]
    public void Parse_SpacedAndLowerCase_IsRead() => Assert.Equal(new("RR", 47312482, "GB"), S10.Parse("rr 473 124 829 gb"));

    [Theory]
    [InlineData("R", 1, "FR")]
    [InlineData("rx", 1, "FR")]
    [InlineData("RX", 1, "FRA")]
    [InlineData("RX", -1, "FR")]
    [InlineData("RX", 100_000_000, "FR")]
    public void Make_BadPart_Throws(string service, int serial, string country) =>
        Assert.ThrowsAny<ArgumentException>(() => S10.Make(service, serial, country));
}
