using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Demo.World;
using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>The served demo with a clock that is wrong for a while.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class ClockTests
{
    private static readonly Workload Every = new(33, Sweep.Seed);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-240)]
    [InlineData(240)]
    public async Task ClockOff_ForAWhile_BreaksNoPromiseAndTakesNoOrderBack(int hours)
    {
        foreach (var round in Enumerable.Range(0, Sweep.IsWhole ? 20 : 1))
        {
            var dice = Dice.For(Sweep.Seed + round, hours);
            // Of about 110 things on the agenda at first; more come as it is played.
            var from = dice.Between(10, 90);
            var until = from + dice.Between(5, 40);
            ClockFault? fault = null;

            var run = await FaultRun.PlayAsync(
                Every, Home.InProcess, [], scene => fault = new ClockFault(scene, TimeSpan.FromHours(hours), from, until), (directory, sent) => fault!.CheckAsync(directory, sent));

            var point = $"seed {Sweep.Seed}, round {round}: clock {hours:+0;-0} h from action {from} to {until}";
            Assert.True(run.Violations.Count == 0, $"{point}\n{string.Join('\n', run.Violations)}");
            Assert.True(fault!.Jumps == 2, $"{point}: only {fault.Jumps} restarts");
            Assert.NotEmpty(fault.Shown);
        }
    }
}
