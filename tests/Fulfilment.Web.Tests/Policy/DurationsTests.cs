using Fulfilment.Web.Policy;

namespace Fulfilment.Web.Tests.Policy;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("45 min", 45)]
    [InlineData("10 h", 600)]
    [InlineData("1 d 2 h 30 min", 1590)]
    [InlineData("2j", 2880)]
    [InlineData(" 1H 5M ", 65)]
    public void Parse_WhatPeopleWrite_IsMinutes(string text, int minutes) => Assert.Equal(minutes, Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1 h 2 d")]
    [InlineData("99999999999")]
    [InlineData("9999999 d")]
    public void Parse_Anything_Else_IsNull(string text) => Assert.Null(Durations.Parse(text));

    [Theory]
    [InlineData(0)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(1590)]
    [InlineData(10080)]
    public void Text_ReadAgain_IsTheSame(int minutes) => Assert.Equal(minutes, Durations.Parse(Durations.Text(minutes)));
}
