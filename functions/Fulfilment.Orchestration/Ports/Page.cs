namespace Fulfilment.Orchestration.Ports;

/// <param name="Next">Opaque cursor of the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
