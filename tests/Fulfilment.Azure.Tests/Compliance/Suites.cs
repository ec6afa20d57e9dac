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

namespace Fulfilment.Azure.Tests.Compliance;

public sealed class AzureOrderIndexTests : OrderIndexCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureOrderListTests : OrderListCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureReceiptStoreTests : ReceiptStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureTimelineStoreTests : TimelineStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureCommandChannelTests : CommandChannelCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureDeliveryInboxTests : DeliveryInboxCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureParkedDeliveryTests : ParkedDeliveryCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzurePolicyStoreTests : PolicyStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureMailLogTests : MailLogCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureTokenStoreTests : TokenStoreCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureCatalogueTests : CatalogueCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzurePaymentLedgerTests : PaymentLedgerCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureReleaseFeedTests : ReleaseFeedCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureWaybillNumbersTests : WaybillNumbersCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureStaffAlertsTests : StaffAlertsCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureStockLevelTests : StockLevelCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureStockDemandTests : StockDemandCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureStockAllocationTests : StockAllocationCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureStockReserveTests : StockReserveCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureStockPropertyTests : StockPropertyCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureTransferTargetTests : TransferTargetCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}

public sealed class AzureTransferSourceTests : TransferSourceCompliance
{
    protected override Task<StoreHarness> OpenAsync() => AzureHarness.OpenAsync();
}
