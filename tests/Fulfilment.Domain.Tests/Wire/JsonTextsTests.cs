using System.Text.Json;
using Fulfilment.Domain;

namespace Fulfilment.Domain.Tests.Wire;

public sealed class JsonTextsTests
{
    [Theory]
    [InlineData("""{"a":"plain é \ud83d\ude00","b":[1,null,true,"x"]}""", null)]
    [InlineData("""{"a":{"b":["x","cut \ud83d"]}}""", "$.a.b[1]")]
    [InlineData("""{"a":"\ude00 begins"}""", "$.a")]
    [InlineData("""{"a":{"name \ud83d":1}}""", "$.a")]
    public void FindBroken_HalfASurrogatePair_IsFoundWhereverItStands(string json, string? path) => Assert.Equal(path, JsonTexts.FindBroken(JsonElement.Parse(json)));

    [Theory]
    [InlineData("""{"a":"12345","b":["123456"]}""", 5, "$.b[0]")]
    [InlineData("""{"a":"12345","b":["123456"]}""", 6, null)]
    [InlineData("""{"a":{"1234567":1}}""", 6, "$.a")]
    public void FindLonger_ThanAllowed_IsNamed(string json, int length, string? path) => Assert.Equal(path, JsonTexts.FindLonger(JsonElement.Parse(json), length));
}
