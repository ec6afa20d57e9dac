using System.Text.Json.Serialization;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>One line of an export. A wire format: files of earlier versions are read for good.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "record")]
[JsonDerivedType(typeof(Header), "header")]
[JsonDerivedType(typeof(Policies), "policies")]
[JsonDerivedType(typeof(Catalogue), "catalogue")]
[JsonDerivedType(typeof(Shipping), "shipping")]
[JsonDerivedType(typeof(StockKeys), "stockKeys")]
[JsonDerivedType(typeof(Waybills), "waybills")]
[JsonDerivedType(typeof(Deliveries), "deliveries")]
[JsonDerivedType(typeof(Parked), "parked")]
[JsonDerivedType(typeof(Ids), "ids")]
[JsonDerivedType(typeof(Order), "order")]
[JsonDerivedType(typeof(Goods), "goods")]
[JsonDerivedType(typeof(End), "end")]
public abstract record TransferRecord
{
    private TransferRecord() { }

    /// <summary>The first line.</summary>
    /// <param name="Stores">Every store of which there is anything in the file.</param>
    public sealed record Header(int Format, DateTimeOffset ExportedAt, IReadOnlyList<string> Stores) : TransferRecord;

    public sealed record Policies(string Store, IReadOnlyList<PolicyVersion> Versions) : TransferRecord;

    public sealed record Catalogue(string Store, IReadOnlyList<CatalogueItem> Items) : TransferRecord;

    public sealed record Shipping(string Store, IReadOnlyList<ShippingQuote> Services) : TransferRecord;

    /// <summary>Keys of stock operations that were carried out: an arrival that is sent again must not count twice.</summary>
    public sealed record StockKeys(string Store, IReadOnlyList<StockKey> Keys) : TransferRecord;

    /// <summary>Waybill numbers that were given out, by the effect that got them.</summary>
    public sealed record Waybills(string Store, IReadOnlyList<WaybillNumber> Numbers) : TransferRecord;

    /// <summary>Webhooks that were taken, without their bodies: the same one again gets its first answer.</summary>
    public sealed record Deliveries(IReadOnlyList<SeenDelivery> Seen) : TransferRecord;

    /// <summary>Webhooks that wait for staff, with their bodies.</summary>
    public sealed record Parked(IReadOnlyList<ParkedDelivery> Waiting) : TransferRecord;

    /// <summary>Ids that must not be started anew on the target though no order of that id is in the file.</summary>
    public sealed record Ids(IReadOnlyList<KnownId> Known) : TransferRecord;

    /// <summary>One order with everything that belongs to it.</summary>
    public sealed record Order(TransferOrder Content) : TransferRecord;

    /// <summary>Goods that belong to no order. They move: the source does not have them any more.</summary>
    /// <param name="Id">Unique for good; the target takes each once.</param>
    public sealed record Goods(string Id, string Store, IReadOnlyList<FreeGoods> Skus) : TransferRecord;

    /// <summary>The last line: what the file must hold.</summary>
    /// <param name="Records">Lines before this one.</param>
    /// <param name="Sha256">Of all bytes before this line, in lower-case hexadecimal.</param>
    public sealed record End(long Records, long Orders, string Sha256) : TransferRecord;
}

/// <param name="Answer">What the operation answered; null: nothing.</param>
public sealed record StockKey(string Key, string? Answer);

public sealed record WaybillNumber(string Key, int Number);

/// <param name="KeyHash">SHA-256 of the delivery's key, in lower-case hexadecimal.</param>
public sealed record SeenDelivery(string KeyHash, string Source, string Store, string Topic, string DeliveryId, DateTimeOffset ReceivedAt, IntakeAnswer Answer);

/// <param name="Moves">How often the order has left a host.</param>
/// <param name="Elsewhere">True: the order goes on on another host, or waits on the source for a later export. False: it has ended.</param>
public sealed record KnownId(string Id, int Moves, bool Elsewhere);

/// <param name="Quantity">On hand and promised to nobody.</param>
public sealed record FreeGoods(string Sku, int Quantity, IReadOnlyList<ExpectedArrival> Expected);
