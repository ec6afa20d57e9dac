using Fulfilment.Azure.Tables;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Batches;

/// <summary>A store's write inside an <see cref="IWriteBatch"/> on Azure.</summary>
internal abstract class AzureWrite : StoreWrite;

/// <summary>A change of rows in one partition. Those of the same partition in a batch commit in one transaction.</summary>
/// <param name="rows">All rows that <paramref name="edit"/> looks at.</param>
/// <param name="edit">Runs again when another writer was faster: it must decide from the view alone.</param>
/// <param name="after">Runs after the commit, also when nothing had to change; repeatable.</param>
internal sealed class PartitionWrite(
    TableClient table, string partitionKey, IReadOnlyList<string> rows, Action<PartitionView> edit, Func<CancellationToken, Task>? after = null) : AzureWrite
{
    public TableClient Table { get; } = table;
    public string PartitionKey { get; } = partitionKey;
    public IReadOnlyList<string> Rows { get; } = rows;
    public Action<PartitionView> Edit { get; } = edit;
    public Func<CancellationToken, Task>? After { get; } = after;
}

/// <summary>A write that does not fit one partition: it takes its own steps, each repeatable, and is repeatable as a whole.</summary>
internal sealed class StepWrite(Func<CancellationToken, Task> apply) : AzureWrite
{
    public Func<CancellationToken, Task> Apply { get; } = apply;
}
