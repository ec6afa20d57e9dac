using System.Text.Json;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Tests;

public sealed class ReportTests
{
    private static readonly Machine Any = new("Some Processor", 2, 8, "Linux", ".NET", "3.50", 0.1, new DataDisk("ext4", 0.4, 1.2));
    private static readonly Figure Met = new("B2", "whole order", "ratio", [0.5, 0.3, 0.4], "raw | 64", new Goal(0.35, Reach: 0.5));
    private static readonly Figure NotMet = new("B5", "at half load", "ms", [60], "raw commit", new Goal(50, AtMost: true));
    private static readonly Figure WithoutGoal = new("B2.rate", "orders", "orders/s", [1234.5], "none: why");

    [Theory]
    [InlineData(0.35, true)]
    [InlineData(0.36, true)]
    [InlineData(0.34, false)]
    public void Goal_AtLeast_IsMetFromItsValueOn(double value, bool met) => Assert.Equal(met, new Goal(0.35).IsMetBy(value));

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, true)]
    [InlineData(50.1, false)]
    public void Goal_AtMost_IsMetUpToItsValue(double value, bool met) => Assert.Equal(met, new Goal(50, AtMost: true).IsMetBy(value));

    [Theory]
    [InlineData(0.456, "0.46")]
    [InlineData(12.34, "12.3")]
    [InlineData(1234.4, "1,234")]
    [InlineData(-0.5, "-0.50")]
    public void Number_OfEachSize_HasThreeDigitsOrSo(double value, string expected) => Assert.Equal(expected, Report.Number(value));

    [Fact]
    public void Json_Figures_HaveTheDesignsShape()
    {
        using var json = JsonDocument.Parse(Of(Met, NotMet, WithoutGoal).Json());

        var results = json.RootElement.GetProperty("results");
        Assert.Equal(2, json.RootElement.GetProperty("machine").GetProperty("cores").GetInt32());
        Assert.Equal("ext4", json.RootElement.GetProperty("machine").GetProperty("disk").GetProperty("fileSystem").GetString());
        Assert.Equal((0.4, 0.35, true, 3), (Number(results[0], "value"), Number(results[0], "goal"), results[0].GetProperty("met").GetBoolean(), results[0].GetProperty("runs").GetInt32()));
        Assert.Equal((0.3, 0.5), (Number(results[0], "min"), Number(results[0], "max")));
        Assert.False(results[1].GetProperty("met").GetBoolean());
        Assert.Equal(JsonValueKind.Null, results[2].GetProperty("met").ValueKind);
    }

    [Fact]
    public void Json_WhatFailed_IsNamedBesideTheFiguresThatStand()
    {
        using var json = JsonDocument.Parse((Of(Met) with { Failures = [new("B10", "no server")] }).Json());

        Assert.Equal("no server", json.RootElement.GetProperty("failed")[0].GetProperty("error").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void Markdown_Figures_AreRowsOfTheDocumentsTable()
    {
        var lines = (Of(Met, NotMet) with { Failures = [new("B10", "no server")] }).Markdown().ToList();

        Assert.Contains("| B2 | whole order | 0.40 ratio | 0.30 – 0.50 | 3 | ≥ 0.35, reach 0.50 | met | raw \\| 64 |", lines);
        Assert.Contains("| B5 | at half load | 60.0 ms | 60.0 – 60.0 | 1 | ≤ 50.0 | NOT met | raw commit |", lines);
        Assert.Contains("Not measured: B10 (no server).", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_DataInMemory_Warns()
    {
        var report = Of(Met) with { Machine = Any with { Disk = new DataDisk("tmpfs", 0.001, 0.002) } };

        Assert.Contains(report.Lines(), line => line.StartsWith("WARNING", StringComparison.Ordinal) && line.Contains("tmpfs", StringComparison.Ordinal));
        Assert.DoesNotContain(Of(Met).Lines(), line => line.StartsWith("WARNING", StringComparison.Ordinal));
    }

    private static Report Of(params Figure[] figures) => new(Any, Quick: false, [.. figures], [], [new("B2", 1.5)]);

    private static double Number(JsonElement figure, string name) => figure.GetProperty(name).GetDouble();
}
