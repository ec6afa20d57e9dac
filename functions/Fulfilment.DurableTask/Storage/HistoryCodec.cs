using System.Buffers;
using System.Text;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// A segment: the events one instance gained in one commit, packed into one row. Layout: a version byte, then for each
/// event kind, field flags, the time as a difference from the event before, and the fields that are there.
/// </summary>
internal static class HistoryCodec
{
    private const byte Version = 1;

    [Flags]
    private enum Fields : byte
    {
        None = 0,
        TaskId = 1,
        Name = 2,
        Payload = 4,
        Number = 8,
        Text = 16,
        Trace = 32,
    }

    public static void Encode(IReadOnlyList<HistoryEvent> events, IBufferWriter<byte> output)
    {
        WriteByte(output, Version);
        var last = 0L;
        foreach (var item in events)
        {
            EncodeOne(item, last, output);
            last = item.At;
        }
    }

    /// <param name="lastSequence">The sequence of the segment's last event.</param>
    /// <exception cref="InvalidDataException">The bytes are no segment this version can read.</exception>
    public static List<HistoryEvent> Decode(ReadOnlySpan<byte> data, long lastSequence)
    {
        if (data.IsEmpty || data[0] != Version)
        {
            throw new InvalidDataException("A history segment has an unknown layout.");
        }

        var events = new List<HistoryEvent>();
        var reader = new SegmentReader(data[1..]);
        var last = 0L;
        while (!reader.AtEnd)
        {
            var item = DecodeOne(ref reader, last);
            last = item.At;
            events.Add(item);
        }

        for (var i = 0; i < events.Count; i++)
        {
            events[i].Sequence = lastSequence - events.Count + 1 + i;
        }

        return events;
    }

    private static void EncodeOne(HistoryEvent item, long last, IBufferWriter<byte> output)
    {
        var fields = (item.TaskId >= 0 ? Fields.TaskId : 0) | (item.Name is null ? 0 : Fields.Name) | (item.Payload is null ? 0 : Fields.Payload)
            | (item.Number == 0 ? 0 : Fields.Number) | (item.Text is null ? 0 : Fields.Text)
            | (TraceParent.IsKept(item.Trace) ? Fields.Trace : 0);
        WriteByte(output, (byte)item.Kind);
        WriteByte(output, (byte)fields);
        WriteVarint(output, (ulong)(item.At - last));
        if (item.TaskId >= 0)
        {
            WriteVarint(output, (ulong)item.TaskId);
        }

        if (item.Name is not null)
        {
            WriteText(output, item.Name);
        }

        if (item.Payload is not null)
        {
            WriteVarint(output, (ulong)item.Payload.Length);
            output.Write(item.Payload);
        }

        if (item.Number != 0)
        {
            WriteVarint(output, (ulong)item.Number);
        }

        if (item.Text is not null)
        {
            WriteText(output, item.Text);
        }

        if (fields.HasFlag(Fields.Trace))
        {
            TraceParent.Write(output, item.Trace!);
        }
    }

    private static HistoryEvent DecodeOne(ref SegmentReader reader, long last)
    {
        var kind = (HistoryKind)reader.Byte();
        if (!Enum.IsDefined(kind))
        {
            throw new InvalidDataException($"A history segment holds an unknown kind of event, {(byte)kind}.");
        }

        var fields = (Fields)reader.Byte();
        var at = last + (long)reader.Varint();
        return new HistoryEvent(kind)
        {
            At = at,
            TaskId = fields.HasFlag(Fields.TaskId) ? checked((int)reader.Varint()) : -1,
            Name = fields.HasFlag(Fields.Name) ? reader.Text() : null,
            Payload = fields.HasFlag(Fields.Payload) ? reader.Bytes().ToArray() : null,
            Number = fields.HasFlag(Fields.Number) ? (long)reader.Varint() : 0,
            Text = fields.HasFlag(Fields.Text) ? reader.Text() : null,
            Trace = fields.HasFlag(Fields.Trace) ? TraceParent.Read(ref reader) : null,
        };
    }

    private static void WriteByte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static void WriteVarint(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteVarint(output, (ulong)length);
        Encoding.UTF8.GetBytes(text, output.GetSpan(length));
        output.Advance(length);
    }
}
