using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Batches;

/// <summary>Rows by what a transaction holds: a hundred of them, and 4 MiB on the wire.</summary>
internal static class TransactionGroups
{
    // Below the service's 4 MiB, which counts the envelope too.
    public const int MaxBytes = 3_800_000;

    public static bool FitOne(IReadOnlyCollection<TableAction> actions) => actions.Count <= TableBatch.MaxActions && actions.Sum(SizeOf) <= MaxBytes;

    /// <summary>The actions in their order, cut where the next would be over a limit. A single one may be over; the service says so.</summary>
    /// <param name="maxRows">Fewer than a transaction holds, when others are to join each group.</param>
    public static IEnumerable<List<TableAction>> Of(IEnumerable<TableAction> actions, int maxRows = TableBatch.MaxActions)
    {
        var group = new List<TableAction>();
        var bytes = 0;
        foreach (var action in actions)
        {
            var size = SizeOf(action);
            if (group.Count == maxRows || (group.Count > 0 && bytes + size > MaxBytes))
            {
                yield return group;
                group = [];
                bytes = 0;
            }

            group.Add(action);
            bytes += size;
        }

        if (group.Count > 0) yield return group;
    }

    private static int SizeOf(TableAction action) => 600 + action switch
    {
        TableAction.Insert(var entity) => TableEntityJson.Write(entity).Length,
        TableAction.Replace(var entity) => TableEntityJson.Write(entity).Length,
        TableAction.Upsert(var entity) => TableEntityJson.Write(entity).Length,
        TableAction.Delete => 0,
        _ => throw new InvalidOperationException($"Unknown action {action.GetType().Name}."),
    };
}
