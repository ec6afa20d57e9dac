using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.World;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>The shop's staff at their API.</summary>
internal sealed class StaffClient(ApiClient admin, ApiClient agent, Chronicle chronicle)
{
    private int _commands;

    public Task<OrderDetail> DetailAsync(string orderId) => agent.GetAsync<OrderDetail>($"/api/orders/{orderId}");

    public Task HoldAsync(DemoOrder order, string reason) => CommandAsync(order, "Hold", new { type = "Hold", reason });

    public Task UnholdAsync(DemoOrder order) => CommandAsync(order, "Unhold", new { type = "Unhold", reason = "checked" });

    public Task InterceptAsync(DemoOrder order, string reason) => CommandAsync(order, "Intercept", new { type = "Intercept", reason });

    public Task EditAsync(DemoOrder order, IReadOnlyList<EditChange> changes, int? expectedVersion) =>
        CommandAsync(order, "Edit", new { type = "Edit", expectedVersion, changes }, changes);

    /// <summary>Records the money that every open request of the order asks for.</summary>
    public async Task CollectAsync(DemoOrder order)
    {
        var entries = await admin.GetAsync<ListAnswer<PaymentEntry>>($"/api/payments?order={order.Id}");
        foreach (var entry in entries.Items.Where(e => e is { Kind: "request", Status: "forStaff", Amount: not null }))
            await RecordAsync(order.Id, entry, entry.Amount!.Value);
    }

    /// <summary>Pays out every refund that waits for staff.</summary>
    public async Task PayOutAsync(string store)
    {
        var open = await admin.GetAsync<ListAnswer<PaymentEntry>>($"/api/payments?store={store}&limit=200");
        foreach (var entry in open.Items.Where(e => e is { Kind: "refund", Status: "forStaff", Amount: not null }))
            await RecordAsync(entry.OrderId, entry, -entry.Amount!.Value);
    }

    public async Task ImportCatalogueAsync(string store)
    {
        var items = DemoWorld.Products.Select(p => new CatalogueItem(
            p.Sku, new Dictionary<string, string> { ["fr"] = p.French, ["en"] = p.English }, p.Category, Money.FromMajor(p.Price, DemoWorld.Euro), 0.20m, p.Grams, p.Ships)).ToList();
        await admin.PostAsync<ImportAnswer>($"/api/catalogue?store={store}", items, $"catalogue-{store}");
        await admin.PutAsync($"/api/catalogue/shipping?store={store}", DemoWorld.Shipping);
    }

    public async Task ReceiveGoodsAsync(string store, string sku, int quantity)
    {
        var key = $"arrival-{store}-{sku}-{++_commands}";
        await admin.PostAsync<StockAnswer>($"/api/stock/arrivals?store={store}", new StockArrival(sku, quantity), key);
        chronicle.Arrivals.Add(new(store, key, sku, quantity));
    }

    public Task ExpectGoodsAsync(string store, string sku, int quantity, DateTimeOffset eta) =>
        admin.PostAsync<StockAnswer>($"/api/stock/expected?store={store}", new StockExpectation(sku, quantity, eta), $"expected-{store}-{sku}-{++_commands}");

    private async Task RecordAsync(string orderId, PaymentEntry entry, Money amount)
    {
        var id = $"bank-{++_commands}";
        await admin.PostAsync<Receipt>("/api/payments", new PaymentRecord(orderId, amount, $"transfer {id}", entry.PaymentId), id);
        chronicle.Commands.Add(new(orderId, id, "RecordPayment", []));
    }

    private async Task CommandAsync(DemoOrder order, string type, object body, IReadOnlyList<EditChange>? changes = null)
    {
        var id = $"staff-{++_commands}";
        await agent.PostAsync<Receipt>($"/api/orders/{order.Id}/commands", body, id);
        chronicle.Commands.Add(new(order.Id, id, type, changes ?? []));
    }
}
