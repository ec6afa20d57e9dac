using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>Which host an order belongs to is told by the number of its moves: every departure counts one up, whatever the host.</summary>
public static class TransferRules
{
    /// <param name="moves">Of the order in the file.</param>
    /// <param name="goesOn">False for an order whose life has ended.</param>
    /// <param name="present">What a host that knows the id knows of its moves.</param>
    /// <returns>Why the order is not taken there; null when it is.</returns>
    public static ImportOutcome? Refuse(int moves, bool goesOn, OrderMove? present) => present switch
    {
        null => moves == 0 ? ImportOutcome.AlreadyHere : ImportOutcome.Taken,
        { ElsewhereSince: null } => moves < present.Moves ? ImportOutcome.MovedOn : ImportOutcome.AlreadyHere,
        // One that goes on left that other host too, and counts one more than when it left here.
        _ when goesOn => moves > present.Moves ? null : ImportOutcome.MovedOn,
        _ => moves >= present.Moves ? null : ImportOutcome.MovedOn,
    };

    /// <summary>
    /// Whether the ended instance of an order may be removed: what an order left with is in it alone until an export has read it. A host that tells this by
    /// a query over all its orders asks the same (<c>SqliteRetention</c>).
    /// </summary>
    /// <param name="present">What the host knows of the order's moves.</param>
    /// <param name="read">Number of the departure that an export has read last; null: none.</param>
    public static bool MayForget(OrderMove? present, int? read) => present is not { ElsewhereSince: not null } || read == present.Moves;
}
