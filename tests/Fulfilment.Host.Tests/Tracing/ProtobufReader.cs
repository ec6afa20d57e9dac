using System.Text;

namespace Fulfilment.Host.Tests.Tracing;

/// <summary>Just enough of the wire format to look into an OTLP message: nested messages, strings and numbers by field.</summary>
internal static class ProtobufReader
{
    public static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(item => item.Number == field).Select(item => item.Content);

    public static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault().Span);

    public static string Hex(ReadOnlyMemory<byte> message, int field) => Convert.ToHexStringLower(Messages(message, field).FirstOrDefault().Span);

    public static ulong Number(ReadOnlyMemory<byte> message, int field) => Fields(message).Where(item => item.Number == field).Select(item => item.Value).FirstOrDefault();

    private static List<(int Number, ulong Value, ReadOnlyMemory<byte> Content)> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int, ulong, ReadOnlyMemory<byte>)>();
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0: fields.Add((number, Varint(ref message), default)); break;
                case 1: fields.Add((number, 0, Take(ref message, 8))); break;
                case 2: fields.Add((number, 0, Take(ref message, (int)Varint(ref message)))); break;
                case 5: fields.Add((number, 0, Take(ref message, 4))); break;
                default: throw new InvalidDataException($"Wire type {key & 7}.");
            }
        }

        return fields;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int length)
    {
        var content = message[..length];
        message = message[length..];
        return content;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message.Span[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }
}
