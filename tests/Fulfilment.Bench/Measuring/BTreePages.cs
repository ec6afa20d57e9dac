using System.Buffers.Binary;

namespace Fulfilment.Bench.Measuring;

/// <summary>Counts the pages of one table or index of a SQLite file that nobody has open (this build of SQLite has no dbstat).</summary>
internal sealed class BTreePages : IDisposable
{
    private const byte IndexInterior = 2;
    private const byte TableInterior = 5;
    private const byte TableLeaf = 13;

    private readonly FileStream _file;
    private readonly int _usable;

    public BTreePages(string path)
    {
        _file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[100];
        _file.ReadExactly(header);
        PageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size and not 1 ? size : 65_536;
        _usable = PageSize - header[20];
    }

    public int PageSize { get; }

    /// <param name="root">The page that sqlite_master names.</param>
    /// <returns>All pages, those that long rows overflow to included.</returns>
    public long Count(long root)
    {
        var page = new byte[PageSize];
        _file.Position = (root - 1) * PageSize;
        _file.ReadExactly(page);
        var at = root == 1 ? 100 : 0;
        var kind = page[at];
        var cells = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(at + 3));
        var isInterior = kind is IndexInterior or TableInterior;
        var pointers = at + (isInterior ? 12 : 8);
        var pages = 1L;
        for (var cell = 0; cell < cells; cell++)
        {
            var start = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(pointers + 2 * cell));
            if (isInterior) pages += Count(BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(start)));
            if (kind != TableInterior) pages += Overflow(Varint(page.AsSpan(start + (isInterior ? 4 : 0))), kind == TableLeaf);
        }

        return isInterior ? pages + Count(BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(at + 8))) : pages;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>As the file format defines what of a row stays in its page.</summary>
    private long Overflow(long payload, bool isTable)
    {
        var most = isTable ? _usable - 35 : (_usable - 12) * 64 / 255 - 23;
        if (payload <= most) return 0;
        var least = (_usable - 12) * 32 / 255 - 23;
        var local = least + (payload - least) % (_usable - 4);
        return (payload - (local <= most ? local : least) + _usable - 5) / (_usable - 4);
    }

    private static long Varint(ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        for (var i = 0; i < 8; i++)
        {
            value = (value << 7) | (uint)(bytes[i] & 0x7F);
            if (bytes[i] < 0x80) return value;
        }

        return (value << 8) | bytes[8];
    }
}
