using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Payments;
using Fulfilment.Orchestration.Compliance.Payments;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Payments;

public sealed class ManualPaymentsCompliance : PaymentProviderCompliance
{
    protected override IPaymentProvider Open() => new ManualPayments();
}

public sealed class SandboxPaymentsCompliance : PaymentProviderCompliance
{
    protected override IPaymentProvider Open() => new SandboxPayments();
}

public class PaymentProviderTests
{
    [Fact]
    public async Task Manual_EverythingButAnEmptyVoid_IsForStaff()
    {
        var manual = new ManualPayments();

        Assert.IsType<PaymentAnswer.ForStaff>(await manual.ExecuteAsync("k", "o", new Effect.RequestPayment("p1", Samples.Euro(5), Samples.Now)));
        Assert.IsType<PaymentAnswer.ForStaff>(await manual.ExecuteAsync("k", "o", new Effect.RefundPayment("p1", Samples.Euro(5), "x")));
        Assert.IsType<PaymentAnswer.ForStaff>(await manual.ExecuteAsync("k", "o", new Effect.VoidPayment("p1", "auth-7")));
        Assert.IsType<PaymentAnswer.Settled>(await manual.ExecuteAsync("k", "o", new Effect.VoidPayment("p1", null)));
        Assert.IsType<PaymentAnswer.ForStaff>(await manual.AuthoriseAsync("k", "o", Samples.Euro(5)));
    }

    [Theory]
    [InlineData(1213, typeof(PaymentAnswer.Failed))]
    [InlineData(1217, typeof(PaymentAnswer.Pending))]
    [InlineData(1200, typeof(PaymentAnswer.Settled))]
    public async Task Sandbox_Request_AnswersByTheAmountsEnding(int cents, Type answer) =>
        Assert.IsType(answer, await new SandboxPayments().ExecuteAsync("k", "o", new Effect.RequestPayment("p1", new Money(cents, Samples.Eur), Samples.Now)));

    [Fact]
    public async Task Sandbox_Authorise_DeclinesThirteenAndSettlesTheRest()
    {
        Assert.IsType<PaymentAnswer.Failed>(await new SandboxPayments().AuthoriseAsync("k", "o", new Money(113, Currency.Of("JPY"))));
        Assert.IsType<PaymentAnswer.Settled>(await new SandboxPayments().AuthoriseAsync("k", "o", Samples.Euro(12.17m)));
    }

    [Fact]
    public async Task Sandbox_RefundOfAnyAmount_Settles() =>
        Assert.IsType<PaymentAnswer.Settled>(await new SandboxPayments().ExecuteAsync("k", "o", new Effect.RefundPayment("p1", Samples.Euro(0.13m), "x")));
}
