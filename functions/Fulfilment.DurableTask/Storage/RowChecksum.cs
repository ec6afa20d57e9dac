using System.Buffers.Binary;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// The checksum chained through an execution's history rows: each row's covers its content and the one before, so a
/// changed, missing or reordered row shows. It finds damage, not forgery.
/// </summary>
internal static class RowChecksum
{
    private const ulong Odd1 = 0x9E3779B97F4A7C15;
    private const ulong Odd2 = 0xD6E8FEB86659FD93;

    public static long Seed(long instance, int execution) => (long)Mix((ulong)instance ^ Odd1, (ulong)execution + Odd2);

    public static long Next(long previous, long sequence, long at, ReadOnlySpan<byte> data)
    {
        var sum = Mix((ulong)previous ^ Odd1, (ulong)sequence ^ Odd2);
        sum = Mix(sum ^ (ulong)at, (ulong)data.Length ^ Odd2);
        while (data.Length >= 8)
        {
            sum = Mix(sum ^ BinaryPrimitives.ReadUInt64LittleEndian(data), Odd2);
            data = data[8..];
        }

        var tail = 0UL;
        for (var i = 0; i < data.Length; i++)
        {
            tail |= (ulong)data[i] << (8 * i);
        }

        return (long)Mix(sum ^ tail, Odd1);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low ^ (left + (right << 1));
    }
}
