namespace Fulfilment.Bench.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Parse_AllOptions_AreUnderstood()
    {
        var (options, fault) = BenchOptions.Parse(["--quick", "--json", "--markdown", "--only", "B2,B4", "--data", "there"]);

        Assert.Null(fault);
        Assert.True(options is { Quick: true, Json: true, Markdown: true, Data: "there" });
        Assert.Equal(["B2", "B4"], options.Only);
    }

    [Theory]
    [InlineData("--data needs a folder", "--data")]
    [InlineData("--only needs figures", "--only")]
    [InlineData("there is no figure 'B99'", "--only", "B2,B99")]
    [InlineData("there is no '--fast'", "--fast")]
    public void Parse_WhatItDoesNotKnow_IsNamed(string expected, params string[] arguments) => Assert.StartsWith(expected, BenchOptions.Parse(arguments).Fault, StringComparison.Ordinal);
}
