using System.Security.Cryptography;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>Writes the records of an export and, at the end, what they must add up to.</summary>
public sealed class TransferFileWriter(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _records;
    private long _orders;

    public async Task WriteAsync(TransferRecord record, CancellationToken cancellationToken = default)
    {
        var line = TransferFile.Line(record);
        _hash.AppendData(line);
        _records++;
        if (record is TransferRecord.Order) _orders++;
        await stream.WriteAsync(line, cancellationToken);
    }

    /// <summary>Writes the last line. A file without it is refused as cut short.</summary>
    public async Task<TransferRecord.End> FinishAsync(CancellationToken cancellationToken = default)
    {
        var end = new TransferRecord.End(_records, _orders, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        await stream.WriteAsync(TransferFile.Line(end), cancellationToken);
        return end;
    }

    public void Dispose() => _hash.Dispose();
}
