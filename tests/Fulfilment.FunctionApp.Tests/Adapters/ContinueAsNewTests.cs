using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;

namespace Fulfilment.FunctionApp.Tests.Adapters;

/// <summary>The product's loop over a context that behaves as the SDK's does with events: none is lost or turned round when an order continues as new.</summary>
public sealed class ContinueAsNewTests
{
    private const int CommandsPerExecution = 20;

    private static FakeContext NewOrder(bool answering = true) =>
        new() { Input = OrderOrchestrator.Start(Samples.Place(1)), Answers = answering ? call => call.Name == LoopNames.Publish : null };

    private static Task<object?> Run(FakeContext context) => new OrderOrchestrator().RunAsync(new OrchestrationContextAdapter(context));

    private static IEnumerable<Publication> Published(FakeContext context) => context.Activities.Select(call => call.Input).OfType<Publication>();

    private static IEnumerable<string> Receipts(FakeContext context) => Published(context).SelectMany(publication => publication.Receipts).Select(receipt => receipt.CommandId);

    private static void Raise(FakeContext context, int from, int count)
    {
        foreach (var n in Enumerable.Range(from, count)) context.Raise(LoopNames.CommandEvent, Samples.Note($"c{n}"));
    }

    [Fact]
    public void Loop_MoreEventsThanOneExecutionReads_AllArriveOnceAndInOrder()
    {
        var context = NewOrder();
        Raise(context, 1, 45);
        var seen = new List<string>();
        var revisions = new List<long>();
        for (var execution = 0; ; execution++)
        {
            var run = Run(context);
            seen.AddRange(Receipts(context));
            revisions.AddRange(Published(context).Select(publication => publication.Revision));
            if (!run.IsCompleted)
            {
                Assert.Equal(45 / CommandsPerExecution, execution);
                break;
            }

            Assert.Equal((true, false), (context.Next!.Value.Preserve, run.IsFaulted));
            context = context.Continue();
        }

        Assert.Equal(Enumerable.Range(1, 45).Select(n => $"c{n}").Prepend("place"), seen);
        Assert.Equal(Enumerable.Range(1, 46).Select(n => (long)n), revisions);
    }

    [Fact]
    public void Loop_EventsArriveWhileTheLastCommandIsPublished_AreReadByTheNextExecution()
    {
        var context = NewOrder(answering: false);
        var run = Run(context);
        context.Activities[^1].Answer(true);
        for (var n = 1; n < CommandsPerExecution; n++)
        {
            Raise(context, n, 1);
            if (n == CommandsPerExecution - 1) Raise(context, n + 1, 3);
            context.Activities[^1].Answer(true);
        }

        Assert.True(run.IsCompletedSuccessfully);
        var next = context.Continue();
        var again = Run(next);
        for (var n = 0; n < 3; n++) next.Activities[^1].Answer(true);
        Assert.False(again.IsCompleted);
        Assert.Equal(["c20", "c21", "c22"], Receipts(next));
    }

    [Fact]
    public void Loop_ContinuesAsNew_OnlyWithNoWaitOpen()
    {
        var context = NewOrder();
        Raise(context, 1, CommandsPerExecution - 1);
        Assert.True(Run(context).IsCompleted);
        // An open waiter of the old execution would be given the next event, and die with it.
        Assert.All(context.Waits, wait => Assert.True(wait.IsCompleted));
    }

    [Fact]
    public void Loop_TimerWakes_LeavesTheWaitAndNeverContinuesAsNew()
    {
        var context = new FakeContext
        {
            Input = OrderOrchestrator.Start(Samples.Place(1)), Answers = call => call.Name == LoopNames.Publish, Now = Samples.Start.AddMinutes(1).UtcDateTime,
        };
        // With its goods there, the order waits for nothing but the end of its grace.
        context.Raise(LoopNames.CommandEvent, new OrderCommand.StockAllocated(1, Complete: true, [new StockLine("mug", 1)]) { CommandId = "stock", Actor = Actor.System, At = Samples.Start });
        Raise(context, 1, CommandsPerExecution - 3);
        var run = Run(context);
        var waits = context.Waits.Count;
        context.Now = context.Timers[^1].FireAt;
        context.Timers[^1].Fired.SetResult();
        Assert.Null(context.Next);
        Assert.Equal(waits, context.Waits.Count);
        Raise(context, CommandsPerExecution - 2, 1);
        Assert.True(run.IsCompletedSuccessfully);
        Assert.Equal($"c{CommandsPerExecution - 2}", Receipts(context).Last());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ContinueAsNew_UnreadEvents_ComeAlongOnlyWhenPreserved(bool preserve)
    {
        var context = new FakeContext();
        context.Raise("command", "first");
        context.Raise("command", "second");
        new OrchestrationContextAdapter(context).ContinueAsNew("state", preserve);
        var next = new OrchestrationContextAdapter(context.Continue());
        Assert.Equal("state", next.GetInput<string>());
        var waits = (string[])[.. Enumerable.Range(0, 2).Select(_ => next.WaitForExternalEvent<string>("command")).Where(wait => wait.IsCompleted).Select(wait => wait.Result)];
        Assert.Equal(preserve ? ["first", "second"] : [], waits);
    }

    [Fact]
    public void WaitForExternalEvent_TwoWaits_TheNewestIsServedFirst()
    {
        // The reason for the loop's rule of one wait at a time: two would turn commands round.
        var context = new FakeContext();
        var adapter = new OrchestrationContextAdapter(context);
        var (older, newer) = (adapter.WaitForExternalEvent<string>("command"), adapter.WaitForExternalEvent<string>("command"));
        context.Raise("command", "first");
        Assert.Equal((false, true), (older.IsCompleted, newer.IsCompleted));
    }
}
