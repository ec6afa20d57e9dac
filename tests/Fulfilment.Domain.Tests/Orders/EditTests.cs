using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class EditTests
{
    private static World TwoLines(PaymentState payment = PaymentState.Paid, ReleasePolicy? policy = null) =>
        World.With(A.Order(payment, A.Line("L1", "MUG", 2), A.Line("L2", "LAMP", 1, 50m)), policy).Allocated();

    [Fact]
    public void GivenAnOpenOrder_WhenEveryHarmlessChangeIsMade_ThenTheParcelShowsThem()
    {
        var relay = new RelayPoint("post", "P-7", "Tabac du Coin", A.Address("9 place Fictive"));
        var world = TwoLines().Edit(
            new EditChange.ChangeAddress(A.Address("2 avenue Inventée")), new EditChange.ChangeContactDetails(Phone: "+33 1 00 00 00 00"), new EditChange.ChangeRelayPoint(relay),
            new EditChange.ChangePersonalisation("L1", new Dictionary<string, string> { ["text"] = "Zoé" }), new EditChange.ChangeGiftMessage("Bon anniversaire"), new EditChange.ChangeDeliveryInstructions("ring twice"));

        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        world.RunUntil(A.Noon.AddHours(2));
        var release = world.The<Effect.HandOver>().Release;
        Assert.Equal("2 avenue Inventée", release.ShipTo!.Line1);
        Assert.Equal(relay, release.RelayPoint);
        Assert.Equal("+33 1 00 00 00 00", release.Customer.Phone);
        Assert.Equal("Camille Exemple", release.Customer.Name);
        Assert.Equal("Zoé", release.Lines[0].Personalisation["text"]);
        Assert.Equal(("Bon anniversaire", "ring twice"), (release.GiftMessage, release.DeliveryInstructions));
        Assert.Contains("edit-applied", world.Mails);
        world.CheckState();
    }

    [Fact]
    public void GivenThreeChanges_WhenOneIsWrong_ThenNoneIsApplied()
    {
        var world = TwoLines();
        var before = World.Json(world.State);
        world.Edit(new EditChange.ChangeGiftMessage("hello"), new EditChange.ChangeQuantity("L9", 2), new EditChange.RemoveLine("L1"));

        Assert.Equal(new Refusal.UnknownLine("L9"), world.Receipt.Reason);
        Assert.Equal(before, World.Json(world.State));
    }

    public static TheoryData<EditChange[], Refusal> Refused => new()
    {
        { [], new Refusal.InvalidChange("An edit has 1 to 100 changes.") },
        { [new EditChange.ChangeQuantity("L1", 0)], new Refusal.InvalidChange("A quantity is 1 to 10000.") },
        { [new EditChange.ChangeQuantity("L1", 2), new EditChange.ChangeQuantity("L1", 3)], new Refusal.InvalidChange("ChangeQuantity is there twice for the same thing.") },
        { [new EditChange.RemoveLine("L1"), new EditChange.ChangeQuantity("L1", 3)], new Refusal.InvalidChange("A line is removed and changed in one edit.") },
        { [new EditChange.RemoveLine("L9")], new Refusal.UnknownLine("L9") },
        { [new EditChange.RemoveLine("L1"), new EditChange.RemoveLine("L2")], new Refusal.WouldEmptyOrder() },
        { [new EditChange.ChangeContactDetails()], new Refusal.InvalidChange("Nothing is changed.") },
        { [new EditChange.ChangeContactDetails(Email: "not an address")], new Refusal.InvalidChange("That is not an e-mail address.") },
        { [new EditChange.ChangeAddress(A.Address() with { City = " " })], new Refusal.InvalidAddress("city", "is missing") },
        { [new EditChange.ChangeAddress(A.Address() with { Country = "France" })], new Refusal.InvalidAddress("country", "is a two-letter country code") },
        { [new EditChange.ChangePaymentMethod("card")], new Refusal.InvalidChange("The order is paid already.") },
        { [new EditChange.ChangeGiftMessage(new string('x', 2001))], new Refusal.InvalidChange("A text has at most 2000 characters.") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void GivenAWrongEdit_WhenItIsSent_ThenItIsRefusedWithItsReason(EditChange[] changes, Refusal reason)
    {
        var world = TwoLines().Edit(changes);
        Assert.Equal(reason, world.Receipt.Reason);
        Assert.IsType<Decision<OrderEvent>.Rejected>(world.Last);
        if (reason is Refusal.WouldEmptyOrder) Assert.Equal(["Cancel"], world.Receipt.Next);
    }

    [Fact]
    public void GivenAnOldVersion_WhenAnEditExpectsIt_ThenItIsAConflict()
    {
        var world = TwoLines().Edit(new EditChange.ChangeGiftMessage("first"));
        var seen = world.State.Version;
        world.Edit(new EditChange.ChangeGiftMessage("second"));

        world.Send(Actor.Customer, new OrderCommand.Edit([new EditChange.ChangeGiftMessage("third")], seen) { CommandId = "", Actor = Actor.Customer, At = A.Noon });
        Assert.Equal(new Refusal.VersionConflict(seen + 1), world.Receipt.Reason);
    }

    [Fact]
    public void GivenAnEditThatChangesNothing_WhenItIsSent_ThenItIsANoOp() =>
        Assert.Equal(Outcome.NoOp, TwoLines().Edit(new EditChange.ChangeQuantity("L1", 2), new EditChange.ChangeGiftMessage(null)).Receipt.Outcome);

    [Fact]
    public void GivenACategoryThatForbidsIt_WhenTheCustomerTries_ThenItIsRefusedButStaffMay()
    {
        var policy = A.Policy with { Default = new(60, [ChangeKind.ChangeGiftMessage]) };
        var world = TwoLines(policy: policy).Edit(new EditChange.ChangeQuantity("L1", 1));
        Assert.Equal(new Refusal.NotEditableForCategory(ChangeKind.ChangeQuantity, "default", "L1"), world.Receipt.Reason);
        Assert.Equal([ChangeKind.ChangeGiftMessage], world.View.AllowedChanges);

        world.Send(A.Agent, Edit(new EditChange.ChangeQuantity("L1", 1)));
        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
    }

    [Fact]
    public void GivenACategoryThatMayNotBeAdded_WhenTheCatalogueNamesIt_ThenTheLineIsRefusedAndTheStockRestored()
    {
        var policy = A.Policy with { Categories = new Dictionary<string, CategoryRule> { ["engraved"] = new(60, []) } };
        var world = TwoLines(PaymentState.Pending, policy);
        world.Answers = request => World.AnswerYes(request) with { Items = [A.Item("RING", 99m, "Engraved")] };
        world.Edit(new EditChange.AddLine("RING", 1));

        Assert.Equal(new Refusal.NotEditableForCategory(ChangeKind.AddLine, "engraved"), world.Receipt.Reason);
        var restored = Assert.IsType<Effect.DemandStock>(world.LastEffects.Single()).Demand;
        Assert.Equal(3, restored.Version);
        Assert.Equal([new StockLine("LAMP", 1), new StockLine("MUG", 2)], restored.Lines);
        Assert.True(world.State.Data.Stock.Complete);
        Assert.Equal(3, world.State.Data.Stock.Version);
    }

    [Fact]
    public void GivenAnUnpaidOrder_WhenItBecomesDearer_ThenItSimplyOwesMore()
    {
        var world = TwoLines(PaymentState.Pending).Edit(new EditChange.AddLine("CUP", 2, new Dictionary<string, string> { ["text"] = "A" }));

        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        var line = world.View.Lines[^1];
        Assert.Equal(("add-1", "CUP (fr)", 2, A.Eur_(10m)), (line.Id, line.Title, line.Quantity, line.UnitPrice));
        Assert.Equal(A.Eur_(115m), world.View.Totals.Due);
        Assert.Equal(2, world.State.Data.Stock.Version);
        Assert.True(world.State.Data.Stock.Complete);
    }

    [Fact]
    public void GivenNothingOnTheShelf_WhenALineIsAdded_ThenItIsRefusedAndTheOldDemandStands()
    {
        var world = TwoLines();
        world.Answers = request => World.AnswerYes(request) with { Reserved = false, Short = new("CUP", 1) };
        world.Edit(new EditChange.AddLine("CUP", 2));

        Assert.Equal(new Refusal.AddedLineOutOfStock("CUP", 1), world.Receipt.Reason);
        Assert.Empty(world.LastEffects);
        Assert.Equal(1, world.State.Data.Stock.Version);
    }

    [Fact]
    public void GivenADownload_WhenItIsAdded_ThenItIsNotAskedOfTheStock()
    {
        var world = TwoLines(PaymentState.Pending);
        FactsRequest? asked = null;
        var ebook = A.Item("EBOOK") with { RequiresShipping = false };
        world.Answers = request =>
        {
            asked = request;
            return World.AnswerYes(request) with { Items = [ebook] };
        };
        world.Edit(new EditChange.AddLine("EBOOK", 1));

        Assert.Equal(["LAMP", "MUG"], asked!.ReserveKnowing([ebook])!.Lines.Select(l => l.Sku));
        Assert.Equal(["LAMP", "MUG"], world.State.Data.Stock.Lines.Select(l => l.Sku));
        world.Send(A.Admin, Record(105m, "bank")).RunUntil(A.Noon.AddHours(2));
        Assert.Equal(["MUG", "LAMP"], world.The<Effect.HandOver>().Release.Lines.Select(l => l.Sku));
    }

    [Fact]
    public void GivenAnUnknownProductOrService_WhenItIsAskedFor_ThenItIsRefused()
    {
        var world = TwoLines();
        world.Answers = _ => new Facts();
        Assert.Equal(new Refusal.UnknownProduct("NIX"), world.Edit(new EditChange.AddLine("NIX", 1)).Receipt.Reason);
        Assert.Equal(new Refusal.UnknownShippingMethod("drone"), world.Edit(new EditChange.ChangeShippingMethod("drone")).Receipt.Reason);
        world.Answers = request => World.AnswerYes(request) with { AddressProblem = new("postalCode", "no such place") };
        Assert.Equal(new Refusal.InvalidAddress("postalCode", "no such place"), world.Edit(new EditChange.ChangeAddress(A.Address("nowhere"))).Receipt.Reason);
    }

    [Fact]
    public void GivenAnEdit_WhenItNeedsFacts_ThenItAsksForExactlyThose()
    {
        var world = TwoLines();
        FactsRequest? asked = null;
        world.Answers = request =>
        {
            asked = request;
            return World.AnswerYes(request);
        };
        world.Edit(new EditChange.AddLine("CUP", 3), new EditChange.RemoveLine("L2"), new EditChange.ChangeShippingMethod("express"), new EditChange.ChangeAddress(A.Address("elsewhere")));

        Assert.Equal(["CUP"], asked!.Skus);
        Assert.Equal("express", asked.ShippingMethod);
        Assert.Equal("elsewhere", asked.CheckAddress!.Line1);
        Assert.Equal([new StockLine("CUP", 3), new StockLine("MUG", 2)], asked.Reserve!.Lines);
        Assert.Equal((2, DemandMode.AllOrNothing), (asked.Reserve.Version, asked.Reserve.Mode));

        asked = null;
        world.Edit(new EditChange.ChangeGiftMessage("needs nothing"), new EditChange.ChangeQuantity("L1", 1));
        Assert.Null(asked);
    }

    [Fact]
    public void GivenAPaidOrder_WhenItBecomesCheaper_ThenTheDifferenceIsDueAndGoesBackAtTheRelease()
    {
        var world = TwoLines().Edit(new EditChange.RemoveLine("L2"));
        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        Assert.Equal((A.Eur_(50m), "due"), (world.View.Payments[^1].Amount, world.View.Payments[^1].Status));
        Assert.Equal([new StockLine("MUG", 2)], Assert.IsType<Effect.DemandStock>(world.LastEffects.First(e => e is Effect.DemandStock)).Demand.Lines);

        world.RunUntil(A.Noon.AddHours(2));
        var refund = world.The<Effect.RefundPayment>();
        Assert.Equal(A.Eur_(50m), refund.Amount);
        Assert.DoesNotContain("refunded", world.Mails);
        world.Send(A.Admin, Record(-50m, "bank-9", refund.PaymentId));
        Assert.Contains("refunded", world.Mails);
        Assert.True(world.View.Totals.Due.IsZero);
    }

    [Fact]
    public void GivenCreditFromACheaperEdit_WhenADearerOneStaysWithinIt_ThenNothingIsAsked()
    {
        var world = TwoLines().Edit(new EditChange.RemoveLine("L2")).Edit(new EditChange.AddLine("CUP", 4));

        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        world.RunUntil(A.Noon.AddHours(2));
        Assert.Equal(A.Eur_(10m), world.The<Effect.RefundPayment>().Amount);
        Assert.Empty(world.Effects.OfType<Effect.RequestPayment>());
    }

    [Fact]
    public void GivenTheGraceIsOver_WhenTheOrderStillWaits_ThenEditsAreOpen()
    {
        var world = World.With().At(A.Noon.AddHours(7)).Edit(new EditChange.ChangeGiftMessage("late but fine"));
        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        world.Allocated().RunUntil(world.Now);
        Assert.Equal("late but fine", world.The<Effect.HandOver>().Release.GiftMessage);
    }
}
