namespace Fulfilment.Integrations.Storefronts.Json;

/// <summary>A platform's body that cannot be mapped. Thrown while reading and turned into a parked delivery by the source; it never leaves this project.</summary>
internal sealed class MappingFault(string path, string reason) : Exception($"{path}: {reason}")
{
    public string Path { get; } = path;
    public string Reason { get; } = reason;
}
