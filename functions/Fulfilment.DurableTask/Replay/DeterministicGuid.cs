using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.DurableTask.Replay;

/// <summary>RFC 4122 version 5: the same name gives the same id, at each replay and on each machine.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("6f1c9f4e-3c55-4b5e-9d0b-5a3d5a0e7c11");

    public static Guid Create(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        var input = new byte[16 + length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(16));
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The version 5 of the RFC is defined over SHA-1; nothing here is a secret.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
