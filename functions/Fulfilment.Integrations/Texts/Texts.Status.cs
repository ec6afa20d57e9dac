using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>The name of a status, as on a badge.</summary>
    public static string Status(OrderStatus status, string language) => status switch
    {
        OrderStatus.Unhandled => In(language, "Unhandled", "Non géré"),
        OrderStatus.AwaitingPayment => In(language, "Awaiting payment", "En attente de paiement"),
        OrderStatus.AwaitingContact => In(language, "Awaiting prior contact", "En attente de communication préalable"),
        OrderStatus.AwaitingStock => In(language, "Awaiting stock", "En attente d’expédition"),
        OrderStatus.OnHold => In(language, "On hold", "Bloquée"),
        OrderStatus.Released => In(language, "Released to logistics", "Transmise à la logistique"),
        OrderStatus.Collected => In(language, "Collected", "Exécutée"),
        OrderStatus.Packing => In(language, "Packing", "Emballage"),
        OrderStatus.ReadyForShipment => In(language, "Ready for shipment", "Prête pour l’expédition"),
        OrderStatus.PartiallySent => In(language, "Partially sent", "Envoyée en partie"),
        OrderStatus.Sent => In(language, "Sent", "Envoyée"),
        OrderStatus.Delivered => In(language, "Delivered", "Livrée"),
        OrderStatus.Cancelled => In(language, "Cancelled", "Annulée"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Tracking(TrackingStatus status, string language) => status switch
    {
        TrackingStatus.LabelCreated => In(language, "Label created", "Étiquette créée"),
        TrackingStatus.InTransit => In(language, "In transit", "En cours d’acheminement"),
        TrackingStatus.OutForDelivery => In(language, "Out for delivery", "En cours de livraison"),
        TrackingStatus.AtRelayPoint => In(language, "Waiting at the relay point", "Disponible au point relais"),
        TrackingStatus.Delivered => In(language, "Delivered", "Livré"),
        TrackingStatus.Failed => In(language, "Delivery problem", "Problème de livraison"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Step(WarehouseStep step, string language) => step switch
    {
        WarehouseStep.Collected => In(language, "Collected", "Exécuté"),
        WarehouseStep.Packing => In(language, "Packing", "Emballage"),
        WarehouseStep.ReadyForShipment => In(language, "Ready for shipment", "Prêt pour l’expédition"),
        WarehouseStep.HandedToCarrier => In(language, "Handed to the carrier", "Remis au transporteur"),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
    };
}
