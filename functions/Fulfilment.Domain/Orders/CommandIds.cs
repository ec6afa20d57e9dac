namespace Fulfilment.Domain.Orders;

/// <summary>
/// Keeps the ids that the product makes apart from those that callers choose: a caller who guessed one could make an order
/// drop the real command as a repeat.
/// </summary>
public static class CommandIds
{
    private const char Mark = '~';

    /// <summary>An id for a command raised by the product itself. At most 99 characters in.</summary>
    public static string Internal(string text) => Mark + text;

    /// <summary>True for ids that no caller may choose.</summary>
    public static bool IsInternal(string commandId) => commandId.StartsWith(Mark);
}
