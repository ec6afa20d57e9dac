using System.Text;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Reads the primitives of a segment; every read past the end is damage, never a default.</summary>
internal ref struct SegmentReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        Need(1);
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A history segment holds a number that never ends.");
    }

    public ReadOnlySpan<byte> Bytes() => Take(checked((int)Varint()));

    public ReadOnlySpan<byte> Take(int length)
    {
        Need(length);
        var value = _rest[..length];
        _rest = _rest[length..];
        return value;
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    private readonly void Need(int count)
    {
        if (_rest.Length < count)
        {
            throw new InvalidDataException("A history segment ends too early.");
        }
    }
}
