using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Intake;
using Fulfilment.Orchestration.Compliance.Orders;
using Fulfilment.Orchestration.Compliance.Policy;

namespace Fulfilment.Storage.Sqlite.Tests;

public sealed class SqliteOrderIndexTests : OrderIndexCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqliteOrderListTests : OrderListCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqliteReceiptStoreTests : ReceiptStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqliteTimelineStoreTests : TimelineStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqliteCommandChannelTests : CommandChannelCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqliteDeliveryInboxTests : DeliveryInboxCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqliteParkedDeliveryTests : ParkedDeliveryCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}

public sealed class SqlitePolicyStoreTests : PolicyStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenAsync();
}
