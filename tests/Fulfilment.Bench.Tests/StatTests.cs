using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Tests;

public sealed class StatTests
{
    [Theory]
    [InlineData(2, new double[] { 3, 1, 2 })]
    [InlineData(2.5, new double[] { 4, 1, 2, 3 })]
    [InlineData(7, new double[] { 7 })]
    public void Median_OddAndEvenCounts_IsTheMiddle(double expected, double[] values) => Assert.Equal(expected, Stat.Median(values));

    [Theory]
    [InlineData(0.99, 99)]
    [InlineData(0.5, 50)]
    [InlineData(1, 100)]
    public void Percentile_OfAHundred_IsTheSmallestThatSoManyAreNotAbove(double share, double expected) =>
        Assert.Equal(expected, Stat.Percentile(Enumerable.Range(1, 100).Select(i => (double)i).Reverse(), share));

    [Fact]
    public void Percentile_OfFewValues_IsTheLargest() => Assert.Equal(9, Stat.Percentile([9, 1, 5], 0.99));

    [Fact]
    public void Median_OfNothing_SaysSo() => Assert.Throws<InvalidOperationException>(() => Stat.Median([]));
}
