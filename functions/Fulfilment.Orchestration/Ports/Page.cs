namespace Fulfilment.Orchestration.Ports;

/// <summary>
/// One page of a list. Rows that come or go while somebody pages never make another row repeat or go missing. A limit below 1
/// or over what the store allows is bounded; a cursor that the list never gave throws <see cref="UnknownCursorException"/>.
/// </summary>
/// <param name="Next">Opaque cursor of the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The caller's fault: the list never gave this cursor.</summary>
public sealed class UnknownCursorException(string cursor, Exception? inner = null) : FormatException($"'{cursor}' is no cursor of this list.", inner);
