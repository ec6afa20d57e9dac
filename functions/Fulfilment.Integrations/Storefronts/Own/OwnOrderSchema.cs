using System.Text.Json;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>The JSON Schema of the own order format: what /schemas/order.json serves is what deliveries are checked with.</summary>
public static class OwnOrderSchema
{
    public static string Json { get; } = Resources.Text("Storefronts/Own/order.schema.json");

    internal static JsonElement Root { get; } = JsonElement.Parse(Json);
}
