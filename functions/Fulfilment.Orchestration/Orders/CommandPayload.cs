using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Orders;

/// <summary>A command as an event's payload. Serialised as the family, not the member, so that its "type" is written.</summary>
public static class CommandPayload
{
    public static JsonElement Of(OrderCommand command) => JsonSerializer.SerializeToElement(command, DomainJson.Options);
}
