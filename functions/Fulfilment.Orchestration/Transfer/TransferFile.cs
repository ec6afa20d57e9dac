using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fulfilment.Domain;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>The file is not one that can be imported; the message says why and what to do.</summary>
public sealed class TransferFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The file of an export: one JSON record a line, a header first, and last a line with counts and checksum of all before it.</summary>
public static class TransferFile
{
    /// <summary>Raised when a file holds what an earlier program would import wrongly.</summary>
    public const int Format = 1;

    /// <summary>One record as a line, with its end.</summary>
    public static byte[] Line(TransferRecord record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, DomainJson.Options), (byte)'\n'];

    /// <summary>Reads everything without importing anything: first the bytes against their checksum, then what they say.</summary>
    /// <param name="stream">Read twice from its beginning.</param>
    /// <exception cref="TransferFileException">It is damaged, cut short, of another format, or no export at all.</exception>
    public static async Task<TransferSummary> CheckAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var end = await CheckBytesAsync(stream, cancellationToken);
        stream.Position = 0;
        TransferRecord.Header? header = null;
        var (lines, orders) = (0L, 0L);
        var stores = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var line in LinesAsync(stream, cancellationToken))
        {
            var record = Read(line, ++lines);
            if (lines == 1) header = Header(record);
            else if (record is TransferRecord.Header) throw Damaged($"line {lines} is a second header");
            if (record is TransferRecord.Order) orders++;
            stores.UnionWith(StoresOf(record));
        }

        if (header is null || end.Records != lines - 1 || end.Orders != orders) throw Damaged($"it should hold {end.Records} records with {end.Orders} orders, and holds {lines - 1} with {orders}");
        stores.UnionWith(header.Stores);
        return new TransferSummary(header, [.. stores], end);
    }

    private static async Task<TransferRecord.End> CheckBytesAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[]? last = null;
        var lines = 0L;
        await foreach (var line in LinesAsync(stream, cancellationToken))
        {
            // Another format may have another end, so its number is looked at first.
            if (++lines == 1) Header(Read(line, lines));
            if (last is not null) hash.AppendData(last);
            last = [.. line.Span, (byte)'\n'];
        }

        if (last is null) throw new TransferFileException("The file is empty: export again.");
        if (Read(last, lines) is not TransferRecord.End end) throw Damaged("its end is missing");
        return end.Sha256 == Convert.ToHexStringLower(hash.GetHashAndReset()) ? end : throw Damaged("its checksum does not match");
    }

    /// <summary>The records of a file that was checked.</summary>
    /// <param name="whole">With header and end; else what is between them.</param>
    public static async IAsyncEnumerable<TransferRecord> ReadAsync(Stream stream, bool whole = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var number = 0L;
        await foreach (var line in LinesAsync(stream, cancellationToken))
        {
            if (Read(line, ++number) is var record && (whole || record is not (TransferRecord.Header or TransferRecord.End))) yield return record;
        }
    }

    private static TransferRecord.Header Header(TransferRecord first) => first switch
    {
        TransferRecord.Header { Format: Format } header => header,
        TransferRecord.Header header => throw new TransferFileException($"The file is of format {header.Format}, this program reads {Format}: import it with the version of fulfil that wrote it, or a later one."),
        _ => throw new TransferFileException("The file does not begin with an export's header: give the file that ./fulfil export wrote."),
    };

    private static TransferRecord Read(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            return JsonSerializer.Deserialize<TransferRecord>(line.Span, DomainJson.Options) ?? throw Damaged($"line {number} is null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw number == 1
                ? new TransferFileException("The file does not begin with an export's header: give the file that ./fulfil export wrote.", e)
                : Damaged($"line {number} cannot be read", e);
        }
    }

    private static IEnumerable<string> StoresOf(TransferRecord record) => record switch
    {
        TransferRecord.Policies policies => [policies.Store],
        TransferRecord.Catalogue catalogue => [catalogue.Store],
        TransferRecord.Shipping shipping => [shipping.Store],
        TransferRecord.StockKeys keys => [keys.Store],
        TransferRecord.Waybills waybills => [waybills.Store],
        TransferRecord.Deliveries deliveries => deliveries.Seen.Select(seen => seen.Store),
        TransferRecord.Parked parked => parked.Waiting.Select(waiting => waiting.Delivery.Store),
        TransferRecord.Order order => order.Content.Row is { } row ? [row.View.Store] : [],
        TransferRecord.Goods goods => [goods.Store],
        TransferRecord.Header or TransferRecord.Ids or TransferRecord.End => [],
        _ => throw new InvalidOperationException($"Unknown record {record.GetType().Name}."),
    };

    private static TransferFileException Damaged(string what, Exception? inner = null) =>
        new($"The file is damaged: {what}. Nothing was imported; copy it again, or export again.", inner);

    /// <summary>Lines as they are in the file, without their ends. Only the line feed ends one.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var (start, end) = (0, 0);
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                yield return buffer.AsMemory(start, at);
                start += at + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (read == 0) break;
            end += read;
        }

        if (end > 0) throw Damaged("its last line is cut off");
    }
}

/// <param name="Stores">Every store that has something in the file.</param>
public sealed record TransferSummary(TransferRecord.Header Header, IReadOnlyList<string> Stores, TransferRecord.End End);
