using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>Commands to orders that are not there yet, or no longer.</summary>
public sealed class CommandGapTests : GapTests
{
    [Fact]
    public Task Command_OrdersStartIsStillInTheQueue_ReachesItAfterItsStart() => EveryGapAsync(
        prepare: harness => harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d1"), Upsert()),
        act: async harness =>
        {
            await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"), "hash");
            await harness.DrainIntakeAsync();
        },
        check: async harness =>
        {
            var raised = await harness.RaisedAsync(Order);
            Assert.IsType<OrderCommand.Place>(raised[0]);
            Assert.Equal(["c1"], raised.Skip(1).Select(command => command.CommandId).Distinct());
        });

    /// <summary>Between the look and the event, and after an event that it never takes up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Command_OrderEndsMeanwhile_GetsItsReceipt(int afterLooks) => EveryGapAsync(
        prepare: async harness =>
        {
            await harness.StartOrderAsync(Order);
            await PublishAsync(harness, 1, OrderStatus.Delivered);
            harness.Hub.EndAfterLooks(Order, afterLooks);
        },
        act: harness => harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash"),
        check: async harness =>
        {
            await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash");
            if (!harness.Hub.HasEnded(Order)) return;
            var receipt = await harness.Port<IReceiptStore>().GetAsync(Order, "late");
            Assert.Equal(Outcome.Rejected, receipt?.Outcome);
            Assert.Equal("AddNote", receipt!.Type);
            Assert.IsType<Refusal.OrderClosed>(receipt.Reason);
        });

    [Fact]
    public async Task Submit_OrderEndsMeanwhile_IsClosedWithAReceipt()
    {
        await using var harness = await EndingAsync(1);
        var answer = await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash");
        Assert.Equal("late", Assert.IsType<Submission.Closed>(answer).Receipt.CommandId);
        Assert.IsType<Submission.Repeated>(await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash"));
        Assert.Single(await harness.Port<IReceiptStore>().ListAsync(Order), receipt => receipt.CommandId == "late");
    }

    /// <summary>The event came while the order's last turn was under way: nobody takes it up. Whoever asks for the receipt gets one.</summary>
    [Fact]
    public async Task GetReceipt_OrderEndedWithTheEventUnread_IsARefusal()
    {
        await using var harness = await EndingAsync(2);
        Assert.IsType<Submission.Accepted>(await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash"));
        var receipt = await harness.Port<IReceiptStore>().GetAsync(Order, "late");
        Assert.Equal(("late", "AddNote", Outcome.Rejected, Samples.Note("late").Actor), (receipt!.CommandId, receipt.Type, receipt.Outcome, receipt.Actor));
        Assert.Null(await harness.Port<IReceiptStore>().GetAsync(Order, "never sent"));
    }

    /// <summary>Its sender died before the event, and the order ended since.</summary>
    [Fact]
    public async Task GetReceipt_OrderEndedBeforeTheEvent_IsARefusal()
    {
        await using var harness = await EndingAsync(100);
        // The command's row is the fourth call.
        harness.Faults = new FaultPlan(4, afterEffect: true);
        await Record.ExceptionAsync(() => harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash"));
        harness.Faults = null;
        Assert.Null(await harness.Port<IReceiptStore>().GetAsync(Order, "late"));
        harness.Hub.End(Order);
        Assert.Equal(Outcome.Rejected, (await harness.Port<IReceiptStore>().GetAsync(Order, "late"))?.Outcome);
    }

    [Fact]
    public async Task WaitForReceipt_OrderEndedWithTheEventUnread_IsARefusal()
    {
        await using var harness = await EndingAsync(2);
        await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late"), "hash");
        Assert.NotNull(await harness.Port<IReceiptStore>().WaitAsync(Order, "late", TimeSpan.Zero));
    }

    [Fact]
    public async Task Submit_OrderEndsByThisVeryCommand_KeepsItsReceipt()
    {
        await using var harness = await EndingAsync(1);
        await harness.CommitAsync(batch => harness.Port<IReceiptStore>().Put(batch, Order, Samples.Receipt("last")));
        Assert.IsType<Submission.Accepted>(await harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("last"), "hash"));
        Assert.Equal(Outcome.Applied, (await harness.Port<IReceiptStore>().GetAsync(Order, "last"))!.Outcome);
    }

    /// <summary>What <c>PolicyRollout</c> does: save, then tell each open order under an id made of the version.</summary>
    [Fact]
    public Task Policy_SavedAndTold_ReachesEveryOpenOrder() => EveryGapAsync(
        prepare: async harness =>
        {
            await harness.StartOrderAsync(Order);
            await PublishAsync(harness, 1, OrderStatus.Unhandled);
        },
        act: async harness =>
        {
            var policies = harness.Port<IPolicyStore>();
            var present = await policies.GetAsync(SampleStores.Demo);
            var saved = present.Version == 2 ? present : await policies.PutAsync(SampleStores.Demo, present with { MaxOvertakes = 7 }, present.Version, "admin");
            foreach (var row in (await harness.Port<IOrderIndex>().ListAsync(new OrderQuery(SampleStores.Demo, OpenOnly: true))).Items)
                await harness.Port<ICommandChannel>().SubmitAsync(row.View.Id, Changed(saved!));
        },
        check: async harness =>
        {
            Assert.Equal((2, 7), await harness.Port<IPolicyStore>().GetAsync(SampleStores.Demo) is var policy ? (policy.Version, policy.MaxOvertakes) : default);
            Assert.Equal(["policy-2"], (await harness.RaisedAsync(Order)).OfType<OrderCommand.PolicyChanged>().Select(command => command.CommandId).Distinct());
        });

    [Fact]
    public Task Facts_ReservedAndAuthorised_AreMadeOnce()
    {
        PaymentDesk? desk = null;
        return EveryGapAsync(
            prepare: async harness =>
            {
                desk = new PaymentDesk(harness);
                await harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", 3);
            },
            act: async harness =>
            {
                var activity = new GatherFactsActivity(harness.Port<ICatalogue>(), new AnyAddress(), harness.Port<IStockLedger>(), desk!);
                var request = new FactsRequest { Store = SampleStores.Demo, Reserve = Wants(1), Authorise = new Money(500, Currency.Of("EUR")) };
                // The activity writes nothing through its context.
                var facts = await activity.RunAsync(null!, new FactsInput(Order, "c1", request), CancellationToken.None);
                Assert.Equal((true, true), (facts.Reserved, facts.Authorised));
            },
            check: async harness =>
            {
                Assert.Equal(2, Assert.Single(await harness.Port<IStockLedger>().HoldingsAsync(SampleStores.Demo)).Allocated);
                Assert.Equal([$"{Order}/facts/c1"], desk!.Authorised.Distinct());
            });
    }

    private sealed class AnyAddress : IAddressCheck
    {
        public Task<Refusal.InvalidAddress?> CheckAsync(Address address, CancellationToken cancellationToken = default) => Task.FromResult<Refusal.InvalidAddress?>(null);
    }

    /// <summary>A provider that honours the key, and is one more call at which the process can die.</summary>
    private sealed class PaymentDesk(AzureHarness harness) : IPaymentProviders, IPaymentProvider
    {
        public List<string> Authorised { get; } = [];

        public string Name => "desk";

        public IPaymentProvider For(string store) => this;

        public Task<PaymentAnswer> ExecuteAsync(string key, string orderId, Effect effect, CancellationToken cancellationToken = default) => throw new InvalidOperationException("Nothing is to be paid here.");

        public Task<PaymentAnswer> AuthoriseAsync(string key, string orderId, Money amount, CancellationToken cancellationToken = default)
        {
            return harness.Faults is { } faults ? faults.RunAsync(Authorise) : Authorise();

            Task<PaymentAnswer> Authorise()
            {
                Authorised.Add(key);
                return Task.FromResult<PaymentAnswer>(new PaymentAnswer.Settled("r1"));
            }
        }
    }

    private static async Task<AzureHarness> EndingAsync(int afterLooks)
    {
        var harness = await AzureHarness.OpenAzureAsync();
        await harness.StartOrderAsync(Order);
        await PublishAsync(harness, 1, OrderStatus.Delivered);
        harness.Hub.EndAfterLooks(Order, afterLooks);
        return harness;
    }

    private static OrderCommand.PolicyChanged Changed(ReleasePolicy policy) => new(policy) { CommandId = $"policy-{policy.Version}", Actor = Actor.System, At = Samples.Start };
}
