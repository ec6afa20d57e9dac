using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class ViewTests
{
    [Fact]
    public void GivenEachState_WhenViewed_ThenTheCustomersCommandsFit()
    {
        Assert.Equal(["Edit", "Cancel", "ReleaseNow"], States.In(StateKind.Open).View.CustomerCommands);
        Assert.Equal(["BackorderChoice", "Intercept"], States.In(StateKind.PartlyReleased).View.CustomerCommands);
        Assert.Equal(["Intercept"], States.In(StateKind.Released).View.CustomerCommands);
        foreach (var state in new[] { StateKind.Sent, StateKind.Delivered, StateKind.Cancelled, StateKind.ClosedOutside }) Assert.Empty(States.In(state).View.CustomerCommands);
    }

    [Theory]
    [InlineData(StateKind.Delivered, typeof(Refusal.AlreadyReleased), "Return")]
    [InlineData(StateKind.Cancelled, typeof(Refusal.OrderClosed), null)]
    [InlineData(StateKind.ClosedOutside, typeof(Refusal.OrderClosed), null)]
    public void GivenAnEndedInstance_WhenACommandComes_ThenItIsRefusedAsItWouldHaveBeen(StateKind state, Type reason, string? next)
    {
        var world = States.In(state);
        var command = Edit(new EditChange.ChangeGiftMessage("x")) with { CommandId = "late", Actor = Actor.Customer };
        var receipt = OrderReceipts.Closed(command, world.View, world.Now);
        world.Decide(command);

        Assert.Equal(reason, receipt.Reason!.GetType());
        Assert.Equal(world.Receipt.Reason, receipt.Reason);
        Assert.Equal(next is null ? [] : [next], receipt.Next);
        Assert.Equal(("late", "Edit", world.State.Version), (receipt.CommandId, receipt.Type, receipt.Version));
    }

    [Fact]
    public void GivenALife_WhenItIsTold_ThenTheTimelineNamesEachStepAndWhoTookIt()
    {
        var world = World.With().Allocated().Edit(new EditChange.ChangeGiftMessage("hi")).Send(A.Agent, Note("called back")).RunUntil(A.Noon.AddHours(1));
        world.Edit(new EditChange.ChangeGiftMessage("too late"));
        world.Send(Actor.System, Label("RX1")).Send(A.Wms, Step(WarehouseStep.Packing)).Send(A.Carrier, DeliveredBy("RX1"));

        Assert.Equal(["Placed", "MoneyReceived", "StockAllocated", "Edited", "NoteAdded", "Released", "Refused", "LabelCreated", "Packing", "Sent", "Delivered"], world.Timeline.Select(t => t.Code));
        Assert.Equal("customer", world.Timeline.Single(t => t.Code == "Edited").Actor.Name);
        Assert.Equal("AlreadyReleased", world.Timeline.Single(t => t.Code == "Refused").Data["reason"]);
        Assert.Equal("op-7", world.Timeline.Single(t => t.Code == "Packing").Data["operator"]);
    }

    [Theory]
    [InlineData("fr-FR", "fr")]
    [InlineData("en_GB", "en")]
    [InlineData("de-DE", "fr")]
    [InlineData(null, "fr")]
    public void GivenALocale_WhenTheOrderIsViewed_ThenItIsInOneOfTheShopsLanguages(string? locale, string language) =>
        Assert.Equal(language, World.With(A.Order() with { Locale = locale }).View.Language);

    [Fact]
    public void GivenNoAddressToWriteTo_WhenThingsHappen_ThenNoMailIsMade()
    {
        var world = World.With(A.Order() with { Customer = new("Guest", null) }).Allocated().RunUntil(A.Noon.AddHours(1));
        Assert.Empty(world.Mails);
        Assert.Equal(OrderStatus.Released, world.View.Status);
    }

    [Fact]
    public void GivenAMail_WhenItIsDecided_ThenItShowsTheOrderAsDecided()
    {
        var world = World.With().Edit(new EditChange.ChangeGiftMessage("hello"));
        var mail = world.Effects.OfType<Effect.SendMail>().Last();
        Assert.Equal(("edit-applied", "camille@example.com", "hello", world.State.Version), (mail.Template, mail.Model.To, mail.Model.Order.GiftMessage, mail.Model.Order.Version));
        Assert.Equal(world.Receipt, mail.Model.Receipt);
    }
}
