namespace Fulfilment.Azure.Tables;

/// <summary>One row's part in a transaction.</summary>
public abstract record TableAction
{
    private TableAction() { }

    public abstract string PartitionKey { get; }
    public abstract string RowKey { get; }

    /// <summary>The row must not exist.</summary>
    public sealed record Insert(TableEntity Entity) : TableAction
    {
        public override string PartitionKey => Entity.PartitionKey;
        public override string RowKey => Entity.RowKey;
    }

    /// <summary>The row must still bear the entity's ETag.</summary>
    public sealed record Replace(TableEntity Entity) : TableAction
    {
        public override string PartitionKey => Entity.PartitionKey;
        public override string RowKey => Entity.RowKey;
    }

    /// <summary>Whatever is there is replaced.</summary>
    public sealed record Upsert(TableEntity Entity) : TableAction
    {
        public override string PartitionKey => Entity.PartitionKey;
        public override string RowKey => Entity.RowKey;
    }

    /// <summary>The row must still bear the entity's ETag.</summary>
    public sealed record Delete(TableEntity Entity) : TableAction
    {
        public override string PartitionKey => Entity.PartitionKey;
        public override string RowKey => Entity.RowKey;
    }
}

/// <summary>How a transaction ended: all of it or nothing of it.</summary>
/// <param name="Code">Why not ("EntityAlreadyExists", "UpdateConditionNotSatisfied", "ResourceNotFound"); null when committed.</param>
public readonly record struct TableCommit(bool Committed, string? Code);
