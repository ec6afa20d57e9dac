using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Payments;

/// <summary>What every payment provider promises.</summary>
public abstract class PaymentProviderCompliance
{
    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly Money Amount = new(2450, Euro);

    public static TheoryData<Effect> Movements =>
    [
        new Effect.RequestPayment("p1", Amount, Samples.Start.AddHours(1)),
        new Effect.CapturePayment("p1", Amount, "ref"),
        new Effect.VoidPayment("p1", "ref"),
        new Effect.VoidPayment("p1", null),
        new Effect.RefundPayment("p2", Amount, "the order was cancelled"),
    ];

    /// <summary>A provider over nothing that another test sees.</summary>
    protected abstract IPaymentProvider Open();

    [Theory]
    [MemberData(nameof(Movements))]
    public async Task Execute_Repeated_GivesTheFirstAnswer(Effect effect)
    {
        var provider = Open();
        var first = await provider.ExecuteAsync("demo.own.1/7", "demo.own.1", effect);

        Assert.Equal(first, await provider.ExecuteAsync("demo.own.1/7", "demo.own.1", effect));
    }

    [Theory]
    [MemberData(nameof(Movements))]
    public async Task Execute_TwoKeys_AreTwoMovements(Effect effect)
    {
        var provider = Open();
        var (first, second) = (await provider.ExecuteAsync("demo.own.1/7", "demo.own.1", effect), await provider.ExecuteAsync("demo.own.1/8", "demo.own.1", effect));

        Assert.Equal(first.GetType(), second.GetType());
        if (effect is not Effect.VoidPayment && first is PaymentAnswer.Settled a && second is PaymentAnswer.Settled b) Assert.NotEqual(a.Reference, b.Reference);
    }

    [Fact]
    public async Task Execute_RefundOfSettledMoney_IsNotDeclinedForItsAmount() =>
        Assert.IsNotType<PaymentAnswer.Failed>(await Open().ExecuteAsync("demo.own.1/9", "demo.own.1", new Effect.RefundPayment("p2", Amount, "too much")));

    [Fact]
    public async Task Execute_EffectThatMovesNoMoney_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Open().ExecuteAsync("demo.own.1/7", "demo.own.1", new Effect.AlertStaff("X", "x")));

    [Fact]
    public async Task Authorise_Repeated_GivesTheFirstAnswer()
    {
        var provider = Open();

        Assert.Equal(await provider.AuthoriseAsync("demo.own.1/c1", "demo.own.1", Amount), await provider.AuthoriseAsync("demo.own.1/c1", "demo.own.1", Amount));
    }

    [Fact]
    public void Name_Always_IsASettingsValue() => Assert.Matches("^[a-z][a-z0-9-]*$", Open().Name);
}
