using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Fulfilment.Domain;

namespace Fulfilment.Azure.Tables;

/// <summary>
/// Values of any size in rows. A property holds 64 KiB and a row 1 MiB, so a value is kept as readable text while it is small,
/// else compressed and cut over several properties of its row, and beyond those over further rows of the same partition, which
/// belong to the same transaction. Part rows begin with <see cref="PartPrefix"/>, after every other row.
/// </summary>
public static class Documents
{
    /// <summary>Largest value after compression: with the rows around it it must fit a transaction (4 MiB in base64).</summary>
    public const int MaxBytes = 2_800_000;

    public const string PartPrefix = "~";

    /// <summary>What one row holds of a value, after compression.</summary>
    public const int MaxRowBytes = ChunkBytes * ChunksPerRow;

    private const int MaxTextLength = 32_000;
    private const int ChunkBytes = 64 * 1024;
    private const int ChunksPerRow = 14;

    /// <summary>Puts the value into the row under the column's name, as JSON.</summary>
    /// <returns>The part rows that must be written with it; usually none.</returns>
    /// <exception cref="DurableTask.PayloadTooLargeException">Over <see cref="MaxBytes"/>.</exception>
    public static IReadOnlyList<TableEntity> SetJson<T>(TableEntity row, string column, T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, DomainJson.Options);
        if (Encoding.UTF8.GetCharCount(bytes) > MaxTextLength) return SetBytes(row, column, bytes);
        Clear(row, column);
        row[column] = Encoding.UTF8.GetString(bytes);
        return [];
    }

    /// <summary>Puts raw bytes into the row under the column's name.</summary>
    /// <inheritdoc cref="SetJson{T}"/>
    public static IReadOnlyList<TableEntity> SetBytes(TableEntity row, string column, byte[] value)
    {
        Clear(row, column);
        var packed = Pack(value);
        if (packed.Length > MaxBytes) throw new DurableTask.PayloadTooLargeException($"'{column}' of {row.PartitionKey}/{row.RowKey}", packed.Length, MaxBytes);
        var parts = new List<TableEntity>();
        // Parts of an older value may still be there: a generation of their own keeps a reader from mixing them.
        var generation = Guid.NewGuid().ToString("N")[..12];
        for (var offset = MaxRowBytes; offset < packed.Length; offset += MaxRowBytes)
        {
            var part = new TableEntity(row.PartitionKey, PartKey(row.RowKey, column, generation, parts.Count));
            Cut(part, column, packed, offset);
            parts.Add(part);
        }

        Cut(row, column, packed, 0);
        row[column + "Size"] = packed.Length;
        if (parts.Count > 0) row[column + "Parts"] = $"{generation}:{parts.Count}";
        return parts;
    }

    /// <summary>Bytes after compression; 0 for a value that is kept as text.</summary>
    public static int SizeOf(TableEntity row, string column) => (int)row.Number(column + "Size");

    /// <summary>The row keys of a value's part rows.</summary>
    public static IReadOnlyList<string> PartKeys(TableEntity row, string column)
    {
        if (row.Text(column + "Parts") is not { } parts) return [];
        var colon = parts.IndexOf(':', StringComparison.Ordinal);
        var count = int.Parse(parts.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(index => PartKey(row.RowKey, column, parts[..colon], index))];
    }

    /// <exception cref="InvalidDataException">The row has no such value, or a part of it is missing.</exception>
    public static async Task<T> GetJsonAsync<T>(TableClient table, TableEntity row, string column, CancellationToken cancellationToken = default)
    {
        var value = row.Text(column) is { } text
            ? JsonSerializer.Deserialize<T>(text, DomainJson.Options)
            : JsonSerializer.Deserialize<T>(await GetBytesAsync(table, row, column, cancellationToken), DomainJson.Options);
        return value ?? throw new InvalidDataException($"'{column}' of {row.PartitionKey}/{row.RowKey} is null.");
    }

    /// <inheritdoc cref="GetJsonAsync{T}"/>
    public static async Task<byte[]> GetBytesAsync(TableClient table, TableEntity row, string column, CancellationToken cancellationToken = default)
    {
        var size = row[column + "Size"] is null ? throw Missing(row, column) : (int)row.Number(column + "Size");
        var packed = new byte[size];
        var offset = Join(row, column, packed, 0);
        foreach (var key in PartKeys(row, column))
            offset = Join(await table.GetAsync(row.PartitionKey, key, cancellationToken) ?? throw Missing(row, column), column, packed, offset);
        return offset == size ? Unpack(packed) : throw Missing(row, column);
    }

    private static void Clear(TableEntity row, string column)
    {
        row[column] = row[column + "Size"] = row[column + "Parts"] = null;
        for (var i = 0; i < ChunksPerRow; i++) row[Chunk(column, i)] = null;
    }

    private static void Cut(TableEntity row, string column, byte[] packed, int offset)
    {
        for (var i = 0; i < ChunksPerRow && offset < packed.Length; i++, offset += ChunkBytes)
            row[Chunk(column, i)] = packed[offset..Math.Min(packed.Length, offset + ChunkBytes)];
    }

    private static int Join(TableEntity row, string column, byte[] packed, int offset)
    {
        for (var i = 0; i < ChunksPerRow && row.Bytes(Chunk(column, i)) is { } chunk; i++)
        {
            if (offset + chunk.Length > packed.Length) throw Missing(row, column);
            chunk.CopyTo(packed, offset);
            offset += chunk.Length;
        }

        return offset;
    }

    private static byte[] Pack(byte[] value)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(value);
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var value = new MemoryStream();
        gzip.CopyTo(value);
        return value.ToArray();
    }

    private static string Chunk(string column, int index) => column + index.ToString(CultureInfo.InvariantCulture);

    private static string PartKey(string rowKey, string column, string generation, int index) =>
        $"{PartPrefix}{rowKey}{TableKey.Separator}{column}{TableKey.Separator}{generation}{TableKey.Separator}{index.ToString("D2", CultureInfo.InvariantCulture)}";

    private static InvalidDataException Missing(TableEntity row, string column) => new($"'{column}' of {row.PartitionKey}/{row.RowKey} is missing or incomplete.");
}
