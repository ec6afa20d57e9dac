using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Wire;

public sealed class WireTests
{
    [Fact]
    public void Commands_AsJson_AreApproved()
    {
        var commands = TransitionTable.Commands.Where(c => c != typeof(OrderCommand.Place)).OrderBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => Samples.Of(c, States.In(StateKind.Open).State) with { CommandId = $"id-{c.Name}", Actor = A.Agent }).ToList();
        Approved.Check("commands", commands);
    }

    [Fact]
    public void Place_AsJson_IsApproved() => Approved.Check("place", Place(A.Order()));

    [Fact]
    public void Changes_AsJson_AreApproved() => Approved.Check<IReadOnlyList<EditChange>>("changes",
    [
        new EditChange.ChangeAddress(A.Address()), new EditChange.ChangeContactDetails("Dominique Exemple", "d@example.com", "+33 1 00 00 00 00"), new EditChange.ChangeShippingMethod("express"),
        new EditChange.ChangeRelayPoint(new("post", "P-7", "Tabac du Coin", A.Address())), new EditChange.ChangePaymentMethod("transfer"), new EditChange.AddLine("CUP", 2, Text),
        new EditChange.RemoveLine("L1"), new EditChange.ChangeQuantity("L1", 3), new EditChange.ChangePersonalisation("L1", Text), new EditChange.ChangeGiftMessage("Félicitations"), new EditChange.ChangeDeliveryInstructions(null),
    ]);

    [Fact]
    public void Refusals_AsJson_AreApproved() => Approved.Check<IReadOnlyList<Refusal>>("refusals",
    [
        new Refusal.AlreadyReleased("system", A.Noon), new Refusal.NotEditableForCategory(ChangeKind.ChangePersonalisation, "engraving", "L1"), new Refusal.UnknownLine("L9"),
        new Refusal.UnknownProduct("NIX"), new Refusal.UnknownShippingMethod("drone"), new Refusal.InvalidChange("A quantity is 1 to 10000."), new Refusal.WouldEmptyOrder(),
        new Refusal.AddedLineOutOfStock("CUP", 1), new Refusal.InvalidAddress("city", "is missing"), new Refusal.VersionConflict(7), new Refusal.PaymentDeclined("no funds"),
        new Refusal.PaymentExpired(A.Noon), new Refusal.EditPending("c4", A.Noon), new Refusal.OrderClosed(OrderStatus.Cancelled), new Refusal.NotAllowed("Hold is not for Customer."),
    ]);

    [Fact]
    public void Receipts_AsJson_AreApproved()
    {
        var world = World.With().Allocated().Edit(new EditChange.ChangeGiftMessage("hi")).Edit(new EditChange.ChangeGiftMessage("hi")).Edit(new EditChange.ChangeQuantity("L1", 2)).Edit(new EditChange.RemoveLine("L9"));
        Approved.Check<IReadOnlyList<Receipt>>("receipts", [.. world.Receipts.Where(r => r.Value.Type == "Edit").Select(r => r.Value)]);
    }

    [Fact]
    public void Plan_AsJson_IsApproved()
    {
        var policy = A.Policy with { Version = 4, Default = new(60, null, new(true)), Calendar = new() { TimeZone = "Europe/Paris", CutOff = new(11, 0) } };
        var world = World.With(A.Order(PaymentState.Pending), policy).Send(A.Agent, Hold("fraud check")).Send(Actor.System, Expect(1, A.Noon.AddDays(3), new StockLine("MUG", 1)));
        var clear = World.With(policy: A.Policy with { Calendar = policy.Calendar }).Allocated();
        Approved.Check<IReadOnlyList<ReleasePlan>>("plan", [world.Plan, clear.Plan, States.Released().Plan]);
    }

    [Fact]
    public void View_AsJson_IsApproved() => Approved.Check("view", States.PartlyReleased().View);

    [Fact]
    public void Policy_AsJson_IsApproved() => Approved.Check("policy", new ReleasePolicy
    {
        Version = 3,
        Categories = new Dictionary<string, CategoryRule> { ["engraving"] = new(400, [ChangeKind.ChangeAddress], new(true, 60, 120)) },
        Services = new Dictionary<string, ServiceRule> { ["express"] = new(0, new TimeOnly(16, 30), 5) },
        GraceOnEdit = new(GraceOnEditMode.AtLeast, 15),
        SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Packing] = 90 },
        Calendar = new() { TimeZone = "Europe/Paris", Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Monday] = new(new(9, 0), new(17, 0)) }, Holidays = [new(2025, 5, 1)], CutOff = new(15, 0) },
    });

    /// <summary>Stored at every checkpoint: an order under way must be readable by later versions.</summary>
    [Fact]
    public void State_AsJson_IsApproved() => Approved.Check("state", World.With(A.Order(PaymentState.Paid, A.Line(), A.Line("L2", "RING", 1, 50m))).Allocated().Edit(new EditChange.ChangeQuantity("L1", 3)).Send(A.Agent, Hold("check")).State);

    [Fact]
    public void ReleasedState_AsJson_IsApproved() => Approved.Check("state-released", States.Released().Send(Actor.Customer, Intercept("wrong size")).State);

    [Fact]
    public void Events_AsJson_AreApproved() => Approved.Check("events", States.PartlyReleased().Send(A.Carrier, PickedUp("RX1")).Events);

    [Fact]
    public void Effects_AsJson_AreApproved() => Approved.Check("effects", States.Sent().Effects.Where(e => e is not Effect.SendMail).ToList());

    [Fact]
    public void Mail_AsJson_IsApproved() => Approved.Check<Effect>("mail", World.With().The<Effect.SendMail>());

    public static TheoryData<Type> Families => [typeof(OrderCommand), typeof(EditChange), typeof(Refusal), typeof(Effect), typeof(OrderEvent), typeof(OrderState), typeof(ContentChange)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Family_OnTheWire_NamesEachMemberByItsOwnName(Type family)
    {
        var registered = family.GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);
        var members = family.GetNestedTypes().Where(t => t.IsSubclassOf(family) && !t.IsAbstract);
        Assert.Equal(members.OrderBy(t => t.Name), registered.Keys.OrderBy(t => t.Name));
        Assert.All(registered, r => Assert.Equal(r.Key.Name, r.Value));
        Assert.All(family.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), c => Assert.False(c.IsPublic));
    }

    [Fact]
    public void Command_OfUnknownType_IsNotRead() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OrderCommand>("""{"type":"Explode","commandId":"c","actor":{"kind":"Customer","name":"c"},"at":"2025-03-04T12:00:00Z"}""", DomainJson.Options));

    private static Dictionary<string, string> Text => new() { ["text"] = "Zoé" };
}
