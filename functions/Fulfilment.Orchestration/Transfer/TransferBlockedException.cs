namespace Fulfilment.Orchestration.Transfer;

/// <summary>Orders cannot be taken out of this host at the moment. The message says what to do; whatever was done so far stands, and the export may be repeated.</summary>
public sealed class TransferBlockedException(string message) : Exception(message)
{
    /// <summary>Keys and goods of a store are read one after the other, and would not belong together.</summary>
    public static TransferBlockedException StockMoved(string store) => new($"The stock of {store} was changed while it was exported: stop what books arrivals there, then export again.");
}
