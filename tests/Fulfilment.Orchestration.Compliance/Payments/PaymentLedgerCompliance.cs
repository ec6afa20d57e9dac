using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Payments;

public abstract class PaymentLedgerCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);

    private IPaymentLedger Ledger => Harness.Port<IPaymentLedger>();

    [Fact]
    public async Task List_EntriesOfAnOrder_OldestFirstAndWhole()
    {
        PaymentEntry[] entries = [Entry("k1"), Entry("k2") with { Kind = "void", Amount = null, Status = "settled", Reference = Samples.OddTexts[0] }, Entry("k0") with { Status = "failed", Reason = Samples.OddTexts[6] }];
        foreach (var entry in entries) await PutAsync(entry);
        await PutAsync(Entry("other") with { OrderId = Samples.OrderId(2) });
        await Harness.ReopenAsync();
        AssertSame<IReadOnlyList<PaymentEntry>>(entries, await Ledger.ListAsync(Order));
    }

    [Theory]
    [InlineData("requested", "settled", "settled")]
    [InlineData("forStaff", "settled", "settled")]
    [InlineData("requested", "forStaff", "forStaff")]
    [InlineData("requested", "failed", "failed")]
    [InlineData("failed", "settled", "settled")]
    [InlineData("settled", "failed", "settled")]
    [InlineData("settled", "requested", "settled")]
    [InlineData("failed", "requested", "failed")]
    public async Task Put_SameKeyAgain_NeverGoesBackAStage(string first, string second, string expected)
    {
        await PutAsync(Entry("k1") with { Status = first });
        await PutAsync(Entry("k1") with { Status = second });
        Assert.Equal(expected, Assert.Single(await Ledger.ListAsync(Order)).Status);
    }

    [Fact]
    public async Task ListOpen_PagedWhileSomeSettle_OldestFirstWithoutRepeatOrSkip()
    {
        for (var i = 0; i < 8; i++) await PutAsync(Entry(Key(i)) with { Status = i % 2 == 0 ? "requested" : "forStaff" });
        await PutAsync(Entry("settled") with { Status = "settled" });
        await PutAsync(Entry("other") with { Store = SampleStores.Other });
        var first = await Ledger.ListOpenAsync(SampleStores.Demo, limit: 3);
        await PutAsync(Entry(Key(0)) with { Status = "settled" });
        await PutAsync(Entry(Key(4)) with { Status = "settled" });
        var second = await Ledger.ListOpenAsync(SampleStores.Demo, first.Next, 3);
        var third = await Ledger.ListOpenAsync(SampleStores.Demo, second.Next, 3);
        Assert.Equal(new[] { 0, 1, 2, 3, 5, 6, 7 }.Select(Key), first.Items.Concat(second.Items).Concat(third.Items).Select(entry => entry.Key));
        Assert.Equal(7, (await Ledger.ListOpenAsync(null)).Items.Count);
    }

    private static string Key(int number) => $"{Order}/{number.ToString(CultureInfo.InvariantCulture)}";

    private static PaymentEntry Entry(string key) =>
        new(key, Order, SampleStores.Demo, "p1", "request", new Money(-1250, Currency.Of("JPY")), "requested", null, null, Samples.Start);

    private Task PutAsync(PaymentEntry entry) => Harness.CommitAsync(batch => Ledger.Put(batch, entry));
}
