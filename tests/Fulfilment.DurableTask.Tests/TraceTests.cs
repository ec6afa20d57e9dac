using System.Buffers;
using System.Diagnostics;
using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;
using Span = System.Diagnostics.Activity;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What leads to what: whoever asks is the parent of the turn, the turn of its activities, an activity of its deliveries.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly List<Span> _spans = [];
    private readonly ActivitySource _source = new("test");
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Fulfilment.DurableTask" || source == _source,
            Sample = (ref ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_spans)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task Start_LeadsToATurnItsActivityAndTheDelivery_EachTheOthersChild()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Orders(), null, new RecordingHandler("mail"));

        var webhook = await AsAsync("webhook", () => engine.Engine.Store.WriteAsync(transaction => transaction.Start("order", "x", null)));
        await engine.SettleAsync();

        var mine = Of(webhook);
        Assert.Equal(["activity publish", "deliver mail", "turn order", "turn order", "webhook"], mine.Select(span => span.DisplayName).Order());
        var activity = mine.Single(span => span.DisplayName == "activity publish");
        var delivery = mine.Single(span => span.DisplayName == "deliver mail");
        var turn = mine.Single(span => span.SpanId == activity.ParentSpanId);
        Assert.Equal(("turn order", webhook.SpanId), (turn.DisplayName, turn.ParentSpanId));
        Assert.Equal(activity.SpanId, delivery.ParentSpanId);
        Assert.Equal("x", turn.GetTagItem("fulfilment.instance"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_OfALaterRequest_ItsTurnBelongsToThatRequest(bool beside)
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Orders(), null, new RecordingHandler("mail"));
        var webhook = await AsAsync("webhook", () => engine.Client.ScheduleNewAsync("order", null, new StartOptions("x")));
        await engine.SettleAsync();

        var edit = await AsAsync("edit", () => beside
            ? engine.Engine.Store.WriteAsync(transaction => transaction.RaiseEvent("x", "command", 2))
            : engine.Client.RaiseEventAsync("x", "command", 2));
        await engine.SettleAsync();

        Assert.Equal(["activity publish", "deliver mail", "edit", "turn order", "turn order"], Of(edit).Select(span => span.DisplayName).Order());
        Assert.Equal(5, Of(webhook).Count);
    }

    [Fact]
    public async Task Turn_WithSeveralCauses_BelongsToTheFirstAndLinksTheOthers()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Orders(), null, new RecordingHandler("mail"));
        await AsAsync("webhook", () => engine.Client.ScheduleNewAsync("order", null, new StartOptions("x")));
        await engine.SettleAsync();
        await engine.Client.SuspendAsync("x");

        var first = await AsAsync("first", () => engine.Client.RaiseEventAsync("x", "command", 2));
        var second = await AsAsync("second", () => engine.Client.RaiseEventAsync("x", "command", 3));
        await engine.Client.ResumeAsync("x");
        await engine.SettleAsync();

        var turn = Of(first).Single(span => span.ParentSpanId == first.SpanId);
        Assert.Equal([second.SpanId], turn.Links.Select(link => link.Context.SpanId));
    }

    [Fact]
    public async Task Event_KeptThroughContinueAsNew_KeepsItsTrace()
    {
        var registry = new TaskRegistry().Orchestrator<int, int>("order", async (context, generation) =>
        {
            await context.WaitForExternalEvent<int>(generation == 0 ? "next" : "command");
            if (generation == 0)
            {
                context.ContinueAsNew(1);
            }

            return generation;
        });
        await using var engine = await EmbeddedHarness.CreateAsync(registry);
        await engine.Client.ScheduleNewAsync("order", 0, new StartOptions("x"));
        var early = await AsAsync("early", () => engine.Client.RaiseEventAsync("x", "command", 1));
        await engine.SettleAsync();
        var next = await AsAsync("next", () => engine.Client.RaiseEventAsync("x", "next", 1));
        await engine.FinishAsync("x");

        var last = Of(next).Where(span => span.DisplayName == "turn order").MaxBy(span => span.StartTimeUtc)!;
        Assert.Equal([early.TraceId], last.Links.Select(link => link.Context.TraceId));
    }

    [Fact]
    public async Task Activity_RunAfterARestart_StillBelongsToTheRequestThatLedToIt()
    {
        var down = new TaskCompletionSource();
        await using var engine = await EmbeddedHarness.CreateAsync(Slow(() => down.Task), options => options with { StopPatience = TimeSpan.Zero });
        await AsAsync("webhook", () => engine.Client.ScheduleNewAsync("order", null, new StartOptions("x")));
        var edit = await AsAsync("edit", () => engine.Client.RaiseEventAsync("x", "command", 2));

        await engine.RestartAsync(Slow(() => Task.CompletedTask));
        await engine.FinishAsync("x");

        Assert.Contains("activity slow", Of(edit).Select(span => span.DisplayName));
    }

    [Fact]
    public async Task Event_WhoseTurnCameAfterARestart_StillBelongsToItsRequest()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Orders(), null, new RecordingHandler("mail"));
        await AsAsync("webhook", () => engine.Client.ScheduleNewAsync("order", null, new StartOptions("x")));
        await engine.SettleAsync();
        await engine.Client.SuspendAsync("x");
        var edit = await AsAsync("edit", () => engine.Client.RaiseEventAsync("x", "command", 2));

        await engine.RestartAsync(Orders(), [new RecordingHandler("mail")]);
        await engine.Client.ResumeAsync("x");
        await engine.SettleAsync();

        Assert.Contains(Of(edit), span => span.DisplayName == "deliver mail");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("|4bf92f3577b34da6a3ce929d0e0e4736.1.", null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x", null)]
    [InlineData("00-0af7651916cd43dd-448eb211c80319c-b7ad6b7169203331-01", null)]
    public void Codec_ATraceParent_IsKeptInItsFormOnly(string? trace, string? kept)
    {
        var output = new ArrayBufferWriter<byte>();
        HistoryCodec.Encode([new HistoryEvent(HistoryKind.EventRaised) { At = 5, Name = "a", Trace = trace }, new HistoryEvent(HistoryKind.EventRaised) { At = 7, Name = "b" }], output);

        var events = HistoryCodec.Decode(output.WrittenSpan, 1);

        Assert.Equal([("a", kept), ("b", null)], events.Select(item => (item.Name!, item.Trace)));
    }

    [Fact]
    public void Codec_WithoutATrace_WritesWhatTheFirstVersionWrote()
    {
        var output = new ArrayBufferWriter<byte>();
        HistoryCodec.Encode([new HistoryEvent(HistoryKind.EventRaised) { At = 5, Name = "a", Payload = "1"u8.ToArray() }], output);

        Assert.Equal("010A06050161" + "0131", Convert.ToHexString(output.WrittenSpan));
    }

    private static TaskRegistry Orders() => new TaskRegistry()
        .Activity<int, int>("publish", (context, n) =>
        {
            context.Writes.Enqueue(new OutboxMessage($"{context.InstanceId}/{n}", "mail", context.InstanceId, n, "{}"));
            return Task.FromResult(n);
        }, local: true)
        .Orchestrator("order", async context =>
        {
            for (var n = 1; n < 10; n = await context.WaitForExternalEvent<int>("command"))
            {
                await context.CallActivityAsync<int>("publish", n);
            }

            return 0;
        });

    private static TaskRegistry Slow(Func<Task> work) => new TaskRegistry()
        .Activity<object?, int>("slow", async (_, _) =>
        {
            await work();
            return 1;
        })
        .Orchestrator("order", async context =>
        {
            await context.WaitForExternalEvent<int>("command");
            return await context.CallActivityAsync<int>("slow");
        });

    private async Task<Span> AsAsync(string name, Func<Task> work)
    {
        using var span = _source.StartActivity(name)!;
        await work();
        return span;
    }

    private List<Span> Of(Span root)
    {
        lock (_spans)
        {
            return [.. _spans.Where(span => span.TraceId == root.TraceId)];
        }
    }
}
