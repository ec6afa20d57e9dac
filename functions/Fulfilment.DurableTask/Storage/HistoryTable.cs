using System.Buffers;
using Fulfilment.DurableTask.Processing;

namespace Fulfilment.DurableTask.Storage;

/// <summary>The append-only log: one row per instance and commit, chained by checksum.</summary>
internal sealed class HistoryTable(Database database)
{
    private readonly Statement _append = database.Prepare("INSERT INTO history(iid, seq, at, sum, data) VALUES(?1, ?2, ?3, ?4, ?5)");
    private readonly Statement _tail = database.Prepare("SELECT seq, at, sum FROM history WHERE iid = ?1 ORDER BY seq DESC LIMIT 1");
    private readonly Statement _read = database.Prepare("SELECT seq, at, sum, data FROM history WHERE iid = ?1 ORDER BY seq");
    private readonly Statement _delete = database.Prepare("DELETE FROM history WHERE iid = ?1");
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);

    /// <summary>Writes what the batch appended to the instance as one row.</summary>
    /// <returns>The bytes written.</returns>
    public int Append(Instance instance)
    {
        _buffer.ResetWrittenCount();
        HistoryCodec.Encode(instance.Unsaved, _buffer);
        var last = instance.Unsaved[^1];
        instance.Sum = RowChecksum.Next(instance.Sum, last.Sequence, last.At, _buffer.WrittenSpan);
        _append.Bind(1, instance.Iid).Bind(2, last.Sequence).Bind(3, last.At).Bind(4, instance.Sum).BindBlob(5, _buffer.WrittenSpan).Execute();
        return _buffer.WrittenCount;
    }

    /// <summary>Where the stored chain ends, without reading it.</summary>
    public void LoadTail(Instance instance)
    {
        if (_tail.Bind(1, instance.Iid).Step())
        {
            instance.LastSequence = _tail.Int64(0);
            instance.LastAt = _tail.Int64(1);
            instance.Sum = _tail.Int64(2);
            _tail.Reset();
        }
        else
        {
            instance.Sum = RowChecksum.Seed(instance.Iid, instance.Execution);
        }

        instance.TailKnown = true;
    }

    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public List<HistoryEvent> Read(Instance instance) => [.. Read(instance.Iid, instance.Execution, instance.Id)];

    /// <summary>Row by row; to be read to its end, or disposed, before the next reading begins.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public IEnumerable<HistoryEvent> Read(long iid, int execution, string instanceId)
    {
        var sum = RowChecksum.Seed(iid, execution);
        _read.Bind(1, iid);
        try
        {
            while (_read.Step())
            {
                var data = _read.Blob(3)!;
                sum = RowChecksum.Next(sum, _read.Int64(0), _read.Int64(1), data);
                if (sum != _read.Int64(2))
                {
                    throw new InvalidDataException($"The history of '{instanceId}' is damaged before sequence {_read.Int64(0)}: restore the latest backup with 'fulfil restore'.");
                }

                foreach (var item in HistoryCodec.Decode(data, _read.Int64(0)))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            _read.Reset();
        }
    }

    public void Delete(long iid) => _delete.Bind(1, iid).Execute();
}
