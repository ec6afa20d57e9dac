using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class TransitionTableTests
{
    /// <summary>
    /// Per command: who may send it (C customer, A agent, D admin, W warehouse, M wms, R carrier, F storefront, S system), and
    /// what it gets in Unplaced, Open, PartlyReleased, Released, Sent, Delivered, Cancelled, ClosedOutside
    /// (h handled, r already released, c closed, e too early, - late).
    /// </summary>
    private static readonly Dictionary<Type, (string Actors, string In)> Expected = new()
    {
        [typeof(OrderCommand.Place)] = ("FS", "h-------"),
        [typeof(OrderCommand.Edit)] = ("CADF", "ehrrrrcc"),
        [typeof(OrderCommand.Cancel)] = ("CADF", "ehrrrrcc"),
        [typeof(OrderCommand.ReleaseNow)] = ("CAD", "ehrrrrcc"),
        [typeof(OrderCommand.Hold)] = ("ADW", "ehhrrrcc"),
        [typeof(OrderCommand.Unhold)] = ("ADW", "ehhrrrcc"),
        [typeof(OrderCommand.AddNote)] = ("CADW", "ehhhhhhh"),
        [typeof(OrderCommand.RecordContact)] = ("AD", "ehhhhhhh"),
        [typeof(OrderCommand.ConfirmContact)] = ("CAD", "ehrrrrcc"),
        [typeof(OrderCommand.DeclineContact)] = ("CAD", "ehrrrrcc"),
        [typeof(OrderCommand.BackorderChoice)] = ("CAD", "ehhrrrcc"),
        [typeof(OrderCommand.Intercept)] = ("CAD", "eehhrrcc"),
        [typeof(OrderCommand.RecordPayment)] = ("D", "ehhhhhhh"),
        [typeof(OrderCommand.ReleaseAcknowledged)] = ("WM", "eehh----"),
        [typeof(OrderCommand.ReleaseRejected)] = ("WM", "eehh----"),
        [typeof(OrderCommand.StepReported)] = ("WM", "eehh----"),
        [typeof(OrderCommand.StepProblem)] = ("WM", "eehh----"),
        [typeof(OrderCommand.StepResolved)] = ("ADWM", "eehh----"),
        [typeof(OrderCommand.InterceptSucceeded)] = ("WM", "eehh----"),
        [typeof(OrderCommand.InterceptFailed)] = ("WM", "eehh----"),
        [typeof(OrderCommand.CarrierPickedUp)] = ("R", "eehh----"),
        [typeof(OrderCommand.Tracking)] = ("R", "eehhh---"),
        [typeof(OrderCommand.Delivered)] = ("R", "eehhh---"),
        [typeof(OrderCommand.DeliveryFailed)] = ("R", "eehhh---"),
        [typeof(OrderCommand.StockAllocated)] = ("S", "ehh-----"),
        [typeof(OrderCommand.StockExpected)] = ("S", "ehh-----"),
        [typeof(OrderCommand.LabelCreated)] = ("S", "eehhh---"),
        [typeof(OrderCommand.PaymentSettled)] = ("FS", "ehhhhhhh"),
        [typeof(OrderCommand.PaymentFailed)] = ("FS", "ehhhhhhh"),
        [typeof(OrderCommand.PolicyChanged)] = ("S", "ehhhhh--"),
        [typeof(OrderCommand.StorefrontChanged)] = ("FS", "ehhhhhhh"),
        [typeof(OrderCommand.MailReported)] = ("S", "ehhhhhhh"),
        [typeof(OrderCommand.Wake)] = ("S", "-hhhhhhh"),
        [typeof(OrderCommand.Depart)] = ("S", "--------"),
    };

    private static readonly Dictionary<char, ActorKind> Letters = new()
    {
        ['C'] = ActorKind.Customer,
        ['A'] = ActorKind.Agent,
        ['D'] = ActorKind.Admin,
        ['W'] = ActorKind.Warehouse,
        ['M'] = ActorKind.Wms,
        ['R'] = ActorKind.Carrier,
        ['F'] = ActorKind.Storefront,
        ['S'] = ActorKind.System,
    };

    public static TheoryData<StateKind, Type> All
    {
        get
        {
            var data = new TheoryData<StateKind, Type>();
            foreach (var state in Enum.GetValues<StateKind>())
            {
                foreach (var command in Expected.Keys) data.Add(state, command);
            }

            return data;
        }
    }

    [Fact]
    public void GivenTheTable_WhenCommandsAreListed_ThenItKnowsEveryCommandThereIs()
    {
        var all = typeof(OrderCommand).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(OrderCommand))).OrderBy(t => t.Name);
        Assert.Equal(all, TransitionTable.Commands.OrderBy(t => t.Name));
        Assert.Equal(all, Expected.Keys.OrderBy(t => t.Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void GivenAState_WhenAnyoneSendsACommand_ThenItGetsWhatTheTableSays(StateKind state, Type type)
    {
        var expected = Expected[type];
        foreach (var actor in Enum.GetValues<ActorKind>())
        {
            var world = States.In(state);
            Assert.Equal(state, world.State.Kind);
            var before = World.Json(world.State);
            world.Send(new Actor(actor, actor.ToString()), Samples.Of(type, world.State));

            var may = expected.Actors.Any(letter => Letters[letter] == actor);
            Check(may ? expected.In[(int)state] : 'n', world, before);
        }
    }

    private static void Check(char answer, World world, string before)
    {
        var receipt = world.Receipt;
        switch (answer)
        {
            case 'h':
                Assert.False(receipt.Reason is Refusal.OrderClosed, "handled, not closed");
                break;
            case 'r':
                Assert.IsType<Refusal.AlreadyReleased>(receipt.Reason);
                break;
            case 'c':
                Assert.IsType<Refusal.OrderClosed>(receipt.Reason);
                break;
            case 'e' or 'n':
                Assert.IsType<Refusal.NotAllowed>(receipt.Reason);
                break;
            case '-':
                Assert.Equal(Outcome.NoOp, receipt.Outcome);
                Assert.IsType<Decision<OrderEvent>.NoOp>(world.Last);
                break;
            default:
                Assert.Fail($"Unknown letter {answer}.");
                break;
        }

        if (answer == 'h') return;
        Assert.Equal(before, World.Json(world.State));
        Assert.DoesNotContain(world.LastEffects, e => e is not (Effect.AlertStaff or Effect.SendMail { Template: "edit-refused" }));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void GivenAState_WhenAnAllowedCommandIsAccepted_ThenTheVersionRisesByOneAndTheStateReplays(StateKind state, Type type)
    {
        var world = States.In(state);
        var version = world.State.Version;
        world.Send(new Actor(Letters[Expected[type].Actors[0]], "someone"), Samples.Of(type, world.State));

        var accepted = world.Last is Decision<OrderEvent>.Accepted && world.Receipt.Outcome is Outcome.Applied or Outcome.Provisional;
        Assert.Equal(accepted ? version + 1 : version, world.State.Version);
        Assert.Equal(world.State.Version, world.Receipt.Version);
        if (world.State is not OrderState.Unplaced) world.CheckState();
    }
}
