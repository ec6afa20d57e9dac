using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>How the platforms' sources turn a delivery into an action: only topics whose body is an order are read, and a fault parks it.</summary>
internal static class Topics
{
    public static IntakeAction Read(string topic, IReadOnlySet<string> orderTopics, Func<IntakeAction> map)
    {
        if (!orderTopics.Contains(topic)) return new IntakeAction.Ignore($"Topic '{topic}' says nothing about an order's content.");
        try
        {
            return map();
        }
        catch (MappingFault fault)
        {
            return new IntakeAction.Park(fault.Path, fault.Reason);
        }
    }
}
