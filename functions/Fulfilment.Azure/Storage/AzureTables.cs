using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Storage;

/// <summary>
/// The tables of an installation. Their names and keys are a wire format. What belongs to one order lies in one partition of
/// <see cref="Instances"/>, so that a turn's view, receipts, timeline and effects commit in one transaction.
/// </summary>
public sealed class AzureTables(TableService service)
{
    private volatile Task? _creation;

    public TableClient Instances { get; } = service.Table("Instances");
    public TableClient OrderList { get; } = service.Table("OrderList");
    public TableClient Tracking { get; } = service.Table("Tracking");
    public TableClient Deliveries { get; } = service.Table("Deliveries");
    public TableClient Lists { get; } = service.Table("Lists");
    public TableClient Policies { get; } = service.Table("Policies");
    public TableClient Tokens { get; } = service.Table("Tokens");
    public TableClient Catalogue { get; } = service.Table("Catalogue");
    public TableClient Releases { get; } = service.Table("Releases");
    public TableClient Waybills { get; } = service.Table("Waybills");
    public TableClient Mail { get; } = service.Table("Mail");
    public TableClient Alerts { get; } = service.Table("Alerts");
    public TableClient Stock { get; } = service.Table("Stock");

    private IEnumerable<TableClient> All =>
        [Instances, OrderList, Tracking, Deliveries, Lists, Policies, Tokens, Catalogue, Releases, Waybills, Mail, Alerts, Stock];

    /// <summary>Once a process; cheap when the tables are there. Two at once do no harm.</summary>
    public Task EnsureCreatedAsync(CancellationToken cancellationToken = default)
    {
        if (_creation is not { IsFaulted: false, IsCanceled: false } creation) _creation = creation = Task.WhenAll(All.Select(table => table.CreateIfAbsentAsync(CancellationToken.None)));
        return creation.WaitAsync(cancellationToken);
    }
}
