namespace Fulfilment.Azure.Tables;

/// <summary>
/// One row. Values are string, int, long, bool or byte[]; a null value is left out. Keys must be
/// made of what <see cref="TableKey.Escape"/> returns.
/// </summary>
public sealed class TableEntity(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    /// <summary>Null for a row that was not read from the service.</summary>
    public string? ETag { get; init; }

    public IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>Sets the value; null removes it.</summary>
    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set
        {
            if (value is null) _values.Remove(name);
            else _values[name] = Supported(value, name);
        }
    }

    public string? Text(string name) => (string?)this[name];

    /// <summary>Zero when absent.</summary>
    public long Number(string name) => this[name] switch
    {
        null => 0,
        int small => small,
        long large => large,
        var other => throw new InvalidDataException($"'{name}' of {PartitionKey}/{RowKey} is a {other.GetType().Name}, not a number."),
    };

    /// <summary>False when absent.</summary>
    public bool Flag(string name) => this[name] is true;

    public byte[]? Bytes(string name) => (byte[]?)this[name];

    public DateTimeOffset? Time(string name) => this[name] is { } value ? new DateTimeOffset(Number(name), TimeSpan.Zero) : null;

    /// <summary>Instants are kept as UTC ticks: exact, also before 1601, which Edm.DateTime refuses.</summary>
    public void SetTime(string name, DateTimeOffset? value) => this[name] = value?.UtcTicks;

    /// <summary>A copy whose values can be changed without changing this one.</summary>
    public TableEntity Copy()
    {
        var copy = new TableEntity(PartitionKey, RowKey) { ETag = ETag };
        foreach (var (name, value) in _values) copy._values[name] = value;
        return copy;
    }

    /// <summary>True when both have the same values; keys and ETag do not count.</summary>
    public bool SameValues(TableEntity other) =>
        _values.Count == other._values.Count && _values.All(pair => other._values.TryGetValue(pair.Key, out var value) && Same(pair.Value, value));

    private static bool Same(object a, object b) => a is byte[] left && b is byte[] right ? left.AsSpan().SequenceEqual(right) : a.Equals(b);

    private static object Supported(object value, string name) => value is string or int or long or bool or byte[]? value
        : throw new ArgumentException($"'{name}' is a {value.GetType().Name}, which a table cannot hold.", nameof(value));
}
