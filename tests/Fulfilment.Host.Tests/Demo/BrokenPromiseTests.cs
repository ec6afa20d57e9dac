using System.Text.Json;

namespace Fulfilment.Host.Tests.Demo;

/// <summary>The checker can fail: each promise is broken on purpose in a copy of a finished run, and reported.</summary>
public sealed class BrokenPromiseTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    private const string Lost = "nothing acknowledged is lost";
    private const string Applied = "applied edits are on the parcel";
    private const string Storefront = "the storefront's changes are on the parcel or refused";
    private const string Refused = "refused edits have a receipt and no effect";
    private const string Once = "no order is released twice";
    private const string Early = "no order is released early";
    private const string Mails = "every mail is sent once";
    private const string Stock = "stock adds up";
    private const string Money = "money adds up";
    private const string Explained = "every order is finished or says what it waits for";

    private const string AnAppliedEdit = "(SELECT order_id FROM orders_receipts WHERE receipt ->> 'type' = 'Edit' AND outcome = 'Applied' AND order_id IN (SELECT release ->> 'orderId' FROM logistics_releases) LIMIT 1)";
    private const string AnEarlyParcel = "(SELECT release_key FROM logistics_releases ORDER BY position LIMIT 1)";
    private const string AWaitingOrder = "(SELECT order_id FROM orders_index WHERE json_array_length(view, '$.plan.blockers') > 0 LIMIT 1)";

    [Fact]
    public async Task Check_UndamagedCopy_EveryPromiseHolds()
    {
        var copy = demo.Copy();

        var check = await copy.CheckAsync();

        Assert.Equal(0, check.ExitCode);
        Assert.Empty(Violations(check.LastLine));
    }

    [Theory]
    [InlineData(Lost, "DELETE FROM orders_index WHERE order_id = (SELECT order_id FROM orders_index LIMIT 1)")]
    [InlineData(Lost, "DELETE FROM orders_receipts WHERE command_id = 'customer-1'")]
    [InlineData(Lost, "UPDATE intake_parked SET answer = '{}'")]
    [InlineData(Lost, "INSERT INTO orders_index SELECT 'demo.own.stranger', store, status, placed_at, revision, updated_at, replace(view, order_id, 'demo.own.stranger') FROM orders_index LIMIT 1")]
    [InlineData(Applied, "UPDATE logistics_releases SET release = json_set(release, '$.giftMessage', 'another', '$.deliveryInstructions', 'another', '$.shipTo.line2', 'another', '$.customer.phone', 'another') WHERE release ->> 'orderId' = " + AnAppliedEdit)]
    [InlineData(Storefront, "UPDATE logistics_releases SET release = json_set(release, '$.shipTo.line2', 'another') WHERE release ->> '$.shipTo.line2' LIKE '%-shop]%'")]
    [InlineData(Refused, "UPDATE orders_receipts SET receipt = json_remove(receipt, '$.reason') WHERE receipt ->> 'type' = 'Edit' AND outcome = 'Rejected'")]
    [InlineData(Refused, "UPDATE orders_receipts SET receipt = json_set(receipt, '$.reason.at', '2027-03-22T00:00:00Z') WHERE receipt ->> '$.reason.code' = 'AlreadyReleased'")]
    [InlineData(Refused, "UPDATE orders_receipts SET receipt = json_set(receipt, '$.outcome', 'provisional') WHERE command_id = 'customer-1'")]
    [InlineData(Once, "INSERT INTO logistics_releases (release_key, store, state, intercept, release) SELECT release_key || '0', store, state, intercept, json_set(release, '$.shipment', 10, '$.key', release_key || '0') FROM logistics_releases LIMIT 1")]
    [InlineData(Once, "INSERT INTO logistics_releases (release_key, store, state, intercept, release) SELECT release_key || '-again', store, state, intercept, release FROM logistics_releases LIMIT 1")]
    [InlineData(Once, "UPDATE logistics_releases SET release = json_set(release, '$.lines[0].quantity', 99) WHERE release_key = " + AnEarlyParcel)]
    [InlineData(Early, "UPDATE logistics_releases SET release = json_set(release, '$.notBefore', '2027-06-01T09:00:00Z') WHERE release_key = " + AnEarlyParcel)]
    [InlineData(Early, "UPDATE orders_index SET view = json_set(view, '$.placedAt', '2027-05-01T09:00:00Z') WHERE order_id = (SELECT release ->> 'orderId' FROM logistics_releases LIMIT 1)")]
    [InlineData(Early, "UPDATE orders_receipts SET receipt = json_set(receipt, '$.type', 'AddNote') WHERE receipt ->> 'type' = 'ConfirmContact'")]
    [InlineData(Early, "UPDATE orders_receipts SET receipt = json_set(receipt, '$.type', 'AddNote') WHERE receipt ->> 'type' = 'Unhold'")]
    [InlineData(Early, "UPDATE logistics_releases SET release = json_set(release, '$.releasedAt', '2027-03-28T11:00:00Z', '$.notBefore', '2027-03-28T11:00:00Z') WHERE release_key = " + AnEarlyParcel)]
    [InlineData(Mails, "DELETE FROM mail_log WHERE position = 1")]
    [InlineData(Mails, "UPDATE mail_log SET status = 'intended' WHERE position = 2")]
    [InlineData(Mails, "UPDATE mail_log SET message = json_set(message, '$.template', 'received') WHERE message ->> 'template' = 'released'")]
    [InlineData(Stock, "UPDATE stock_levels SET on_hand = on_hand + 1 WHERE sku = 'MUG-01'")]
    [InlineData(Stock, "UPDATE stock_levels SET allocated = allocated + 1 WHERE sku = 'MUG-01'")]
    [InlineData(Stock, "UPDATE stock_levels SET on_hand = -1 WHERE sku = 'BOOK-41'")]
    [InlineData(Money, "UPDATE orders_index SET view = json_set(view, '$.totals.lines.amount', '1.00') WHERE status = 'Delivered'")]
    [InlineData(Money, "UPDATE orders_index SET view = json_set(view, '$.totals.refunded.amount', '0.00') WHERE status = 'Cancelled'")]
    [InlineData(Money, "UPDATE orders_index SET view = json_set(view, '$.totals.paid.amount', '9999.00') WHERE status = 'Delivered'")]
    [InlineData(Explained, "UPDATE orders_index SET view = json_set(view, '$.plan.blockers', json('[]')) WHERE order_id = " + AWaitingOrder)]
    [InlineData(Explained, "UPDATE orders_index SET view = json_set(view, '$.plan.blockers[0].text', ' ') WHERE order_id = " + AWaitingOrder)]
    public async Task Check_DamagedDatabase_NamesTheBrokenPromise(string promise, string damage)
    {
        var copy = demo.Copy();
        copy.Sql(damage);

        await AssertReportedAsync(copy, promise);
    }

    [Fact]
    public async Task Check_MailGoneFromTheMailbox_IsReported()
    {
        var copy = demo.Copy();
        File.Delete(copy.Mails()[0]);

        await AssertReportedAsync(copy, Mails);
    }

    [Fact]
    public async Task Check_MailTwiceInTheMailbox_IsReported()
    {
        var copy = demo.Copy();
        File.Copy(copy.Mails()[0], Path.ChangeExtension(copy.Mails()[0], ".again.eml"));

        await AssertReportedAsync(copy, Mails);
    }

    [Fact]
    public async Task Check_RefusedTextOnTheParcel_IsReported()
    {
        var copy = demo.Copy();
        copy.Sql("UPDATE logistics_releases SET release = json_set(release, '$.giftMessage', 'Happy birthday! [2-late]') WHERE release ->> 'number' = '#1002'");

        await AssertReportedAsync(copy, Refused);
    }

    [Fact]
    public async Task Check_ForgeryTaken_IsReported()
    {
        var copy = demo.Copy();
        copy.EditChronicle("\"forgeriesTaken\":0", "\"forgeriesTaken\":1");

        await AssertReportedAsync(copy, Lost);
    }

    private static async Task AssertReportedAsync(DemoCopy copy, string promise)
    {
        var check = await copy.CheckAsync();

        Assert.Equal(1, check.ExitCode);
        Assert.Contains(Violations(check.LastLine), v => v.StartsWith(promise + ":", StringComparison.Ordinal));
        Assert.Contains("BROKEN", check.Errors, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Violations(string json) =>
        [.. JsonDocument.Parse(json).RootElement.GetProperty("violations").EnumerateArray().Select(v => v.GetString()!)];
}
