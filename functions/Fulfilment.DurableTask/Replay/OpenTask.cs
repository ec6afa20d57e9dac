using System.Text.Json;

namespace Fulfilment.DurableTask.Replay;

/// <summary>Something the code asked for and has not got yet.</summary>
internal abstract class OpenTask
{
    public abstract void Complete(byte[]? payload);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken token);
}

/// <summary>
/// Continuations run at once and in order (no RunContinuationsAsynchronously): WhenAny and its like would otherwise hop
/// through the thread pool and the order of a replay would be chance.
/// </summary>
internal sealed class OpenTask<T>(JsonSerializerOptions json) : OpenTask
{
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Complete(byte[]? payload)
    {
        T value;
        try
        {
            value = Payloads.Read<T>(payload, json)!;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            _source.TrySetException(error);
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(Exception exception) => _source.TrySetException(exception);

    public override void Cancel(CancellationToken token) => _source.TrySetCanceled(token);
}
