namespace Fulfilment.Orchestration.Transfer;

/// <summary>Orders cannot be taken out of this host at the moment. The message says what to do; whatever was done so far stands, and the export may be repeated.</summary>
public sealed class TransferBlockedException(string message) : Exception(message);
