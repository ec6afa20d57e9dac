using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Catalogue;
using Fulfilment.Orchestration.Compliance.Intake;
using Fulfilment.Orchestration.Compliance.Logistics;
using Fulfilment.Orchestration.Compliance.Mail;
using Fulfilment.Orchestration.Compliance.Orders;
using Fulfilment.Orchestration.Compliance.Payments;
using Fulfilment.Orchestration.Compliance.Policy;
using Fulfilment.Orchestration.Compliance.Staff;
using Fulfilment.Orchestration.Compliance.Stock;
using Fulfilment.Orchestration.Compliance.Tokens;
using Fulfilment.Orchestration.Compliance.Transfer;

namespace Fulfilment.Storage.Sqlite.Tests;

public sealed class SqliteOrderIndexTests : OrderIndexCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteOrderListTests : OrderListCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteReceiptStoreTests : ReceiptStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteTimelineStoreTests : TimelineStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteCommandChannelTests : CommandChannelCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteDeliveryInboxTests : DeliveryInboxCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteParkedDeliveryTests : ParkedDeliveryCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqlitePolicyStoreTests : PolicyStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteMailLogTests : MailLogCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteTokenStoreTests : TokenStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteCatalogueTests : CatalogueCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqlitePaymentLedgerTests : PaymentLedgerCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteReleaseFeedTests : ReleaseFeedCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteWaybillNumbersTests : WaybillNumbersCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteStaffAlertsTests : StaffAlertsCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteStockLevelTests : StockLevelCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteStockDemandTests : StockDemandCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteStockAllocationTests : StockAllocationCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteStockReserveTests : StockReserveCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteStockPropertyTests : StockPropertyCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteTransferTargetTests : TransferTargetCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}

public sealed class SqliteTransferSourceTests : TransferSourceCompliance
{
    protected override Task<StoreHarness> OpenAsync() => SqliteHarness.OpenStoreAsync();
}
