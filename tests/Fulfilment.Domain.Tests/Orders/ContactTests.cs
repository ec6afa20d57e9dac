using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class ContactTests
{
    private static readonly ReleasePolicy Rule = A.Policy with { Categories = new Dictionary<string, CategoryRule> { ["engraving"] = new(60, null, new(true, 120, 300)) } };

    private static World Engraved() => World.With(A.Order(PaymentState.Paid, A.Line(category: "engraving")), Rule).Allocated();

    [Fact]
    public void GivenACategoryWithPriorContact_WhenNobodyAnswers_ThenItRemindsThenAlertsAndGoesOnWaiting()
    {
        var world = Engraved();
        Assert.Equal(OrderStatus.AwaitingContact, world.View.Status);
        Assert.Contains("contact-requested", world.Mails);
        Assert.Equal(A.Noon.AddMinutes(120), world.Plan.WakeAt);

        world.RunUntil(A.Noon.AddDays(5));
        Assert.Equal(1, world.Mails.Count(m => m == "contact-reminder"));
        Assert.Equal("ContactUnanswered", world.The<Effect.AlertStaff>().Code);
        Assert.Equal(OrderStatus.AwaitingContact, world.View.Status);
        Assert.Null(world.Plan.WakeAt);
    }

    [Fact]
    public void GivenPriorContact_WhenTheCustomerConfirms_ThenTheOrderGoes()
    {
        var world = Engraved().Send(A.Agent, Contacted());
        Assert.Equal(OrderStatus.AwaitingContact, world.View.Status);
        Assert.Contains("ConfirmContact", world.View.CustomerCommands);
        world.At(A.Noon.AddMinutes(70)).Send(Actor.Customer, Confirm()).RunUntil(world.Now);
        Assert.Equal(A.Noon.AddMinutes(70), world.The<Effect.HandOver>().Release.NotBefore);
        Assert.Equal(Outcome.NoOp, Engraved().Send(Actor.Customer, Confirm()).Send(Actor.Customer, Confirm()).Receipt.Outcome);
    }

    [Fact]
    public void GivenPriorContact_WhenTheCustomerDeclines_ThenStaffAreToldAndItWaits()
    {
        var world = Engraved().Send(Actor.Customer, Decline("wrong font"));
        Assert.Equal("ContactDeclined", world.The<Effect.AlertStaff>().Code);
        Assert.Equal("engraving: the customer declined (wrong font)", world.Plan.Blockers.Single(b => b.Code == BlockerCode.Contact).Text);
        world.Send(Actor.Customer, Confirm()).RunUntil(A.Noon.AddHours(2));
        Assert.Equal(OrderStatus.Released, world.View.Status);
    }

    [Fact]
    public void GivenAConfirmedText_WhenItIsChanged_ThenItMustBeConfirmedAnew()
    {
        var world = Engraved().Send(Actor.Customer, Confirm()).Edit(new EditChange.ChangePersonalisation("L1", new Dictionary<string, string> { ["text"] = "Zoë" }));
        Assert.Equal(OrderStatus.AwaitingContact, world.View.Status);
        Assert.Equal(2, world.Mails.Count(m => m == "contact-requested"));
    }

    [Fact]
    public void GivenAnOrderWithoutContact_WhenAPolicyDemandsIt_ThenItIsAskedFor()
    {
        var world = World.With().Allocated().Send(Actor.System, Policy(A.Policy with { Version = 2, Default = new(60, null, new(true)) }));
        Assert.Equal(OrderStatus.AwaitingContact, world.View.Status);
        Assert.Contains("contact-requested", world.Mails);
        Assert.Equal(Outcome.NoOp, world.Send(Actor.System, Policy(A.Policy)).Receipt.Outcome);
    }
}
