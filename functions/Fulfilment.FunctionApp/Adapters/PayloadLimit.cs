using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.DurableTask;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>
/// How large one input, result or event may be, as UTF-8 of its JSON. Asked before the SDK is: over its own limits it fails late and obscurely
/// (a gRPC status from the host, or an instance that never goes on).
/// </summary>
public sealed record PayloadLimit(long Bytes)
{
    /// <summary>
    /// Azure Storage itself takes any size: what does not fit a message or row goes to a blob, compressed. But the worker's client takes messages of 4 MiB from the
    /// host (its default maxGrpcMessageSizeInBytes), and one of an instance carries more than one payload.
    /// </summary>
    public static readonly PayloadLimit AzureStorage = new(3 * 1024 * 1024);

    /// <summary>What the Durable Task Scheduler takes of one payload, unless its own blob offloading is set up.</summary>
    public static readonly PayloadLimit Scheduler = new(1024 * 1024);

    /// <exception cref="PayloadTooLargeException">With both sizes.</exception>
    public void Check(string what, object? payload)
    {
        if (payload is null) return;
        using var counter = new CountingStream();
        JsonSerializer.Serialize(counter, payload, payload.GetType(), DomainJson.Options);
        if (counter.Length > Bytes) throw new PayloadTooLargeException(what, counter.Length, Bytes);
    }

    /// <summary>Counts what would be written, so that measuring costs no second copy.</summary>
    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => _length;
        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
