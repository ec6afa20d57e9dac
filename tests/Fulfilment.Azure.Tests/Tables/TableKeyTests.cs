using FsCheck.Xunit;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Tests.Tables;

public sealed class TableKeyTests
{
    [Theory]
    [InlineData("demo.own.1001", "demo.own.1001")]
    [InlineData("a/b", "a=002fb")]
    [InlineData("a=b", "a=003db")]
    [InlineData("", "")]
    public void Escape_Text_IsAKey(string text, string key) => Assert.Equal(key, TableKey.Escape(text));

    [Property]
    public bool Escape_TwoTexts_GiveTheSameKeyOnlyWhenTheyAreTheSame(string? a, string? b) =>
        (TableKey.Escape(a ?? "") == TableKey.Escape(b ?? "")) == ((a ?? "") == (b ?? ""));

    [Property]
    public bool Escape_AnyText_IsAllowedAndShort(string? text)
    {
        var key = TableKey.Escape(string.Concat(Enumerable.Repeat(text ?? "", 50)));
        return key.Length <= 400 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '@' or '=');
    }

    [Fact]
    public void Escape_LongTextsThatDifferAtTheEnd_GiveDifferentKeys() => Assert.NotEqual(TableKey.Escape(new string('é', 500) + "a"), TableKey.Escape(new string('é', 500) + "b"));

    [Fact]
    public void Join_PartsThatRunIntoEachOther_GiveDifferentKeys() => Assert.NotEqual(TableKey.Join("a|b", "c"), TableKey.Join("a", "b|c"));

    [Property]
    public bool Rising_TwoNumbers_SortLikeThem(uint a, uint b) =>
        Math.Sign(string.CompareOrdinal(TableKey.Rising(a), TableKey.Rising(b))) == a.CompareTo(b)
        && Math.Sign(string.CompareOrdinal(TableKey.Falling(a), TableKey.Falling(b))) == b.CompareTo(a);
}
