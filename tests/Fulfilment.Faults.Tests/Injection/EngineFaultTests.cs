using Fulfilment.Faults.Tests.Sweeps;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Clock;
using Fulfilment.Host.Serving;
using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Injection;

/// <summary>How a fault is named, and who can be given one.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class EngineFaultTests
{
    [Theory]
    [InlineData("before:kill:17", 137)]
    [InlineData("after:throw:1", 134)]
    public void Parse_ItsOwnText_IsTheSame(string text, int exitCode)
    {
        var fault = EngineFault.Parse(text);

        Assert.Equal((text, exitCode), (fault.ToString(), fault.ExitCode));
    }

    [Theory]
    [InlineData("before:kill")]
    [InlineData("during:kill:1")]
    [InlineData("before:sleep:1")]
    [InlineData("before:kill:0")]
    [InlineData("before:kill:-1")]
    public void Parse_AnythingElse_IsABadArgument(string text) => Assert.Equal(UserError.BadArguments, Assert.Throws<UserError>(() => EngineFault.Parse(text)).ExitCode);

    /// <summary>Or the sweep of all faults would pass it by.</summary>
    [Fact]
    public void Tests_OfThisProject_AllSayThatTheyAreOfFaults() => Assert.Empty(TestKind.UnmarkedFaults(typeof(EngineFaultTests).Assembly, "Tests"));

    [Fact]
    public void Case_ItsOwnText_IsTheSame()
    {
        const string Text = "child 33 7 before:kill:17,after:kill:30";

        Assert.Equal(Text, FaultCase.Parse(Text).ToString());
    }

    [Fact]
    public void FromEnvironment_WithoutAVirtualClock_LooksAtNothing() => Assert.Null(VirtualTime.FromEnvironment("--virtual-clock", null));

    [Fact]
    public void Clock_TakenOverHalfWay_KeepsItsTimersSilentUntilTheyRing()
    {
        var now = new DateTimeOffset(2027, 3, 22, 6, 0, 0, TimeSpan.Zero);
        var clock = new VirtualClock(now, now.AddHours(-1));
        Assert.Equal(now.AddHours(-1), clock.RungUpTo);

        clock.Ring();

        Assert.Equal((now, now), (clock.GetUtcNow(), clock.RungUpTo));
    }
}
