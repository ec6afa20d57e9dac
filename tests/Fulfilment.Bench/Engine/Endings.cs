namespace Fulfilment.Bench.Engine;

/// <summary>
/// Which orchestration is the last of many to end, told by their own code: asking the engine again and again while it is
/// measured would be measured too. The engine commits in the order in which the code runs, so when the last end is durable, all are.
/// </summary>
internal sealed class Endings
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<string> _last = new();
    private string? _prefix;
    private long _left;

    /// <summary>To be called before the first of them starts; one expectation at a time.</summary>
    /// <returns>The id of the last to end, when its code has returned.</returns>
    public Task<string> Expect(string prefix, long count)
    {
        lock (_gate)
        {
            if (_prefix is not null) throw new InvalidOperationException($"The ends of '{_prefix}' are still awaited.");
            (_prefix, _left) = (prefix, count);
            _last = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _last.Task;
        }
    }

    /// <summary>Runs an orchestration's code, and notes its end.</summary>
    public async Task<object?> OfAsync(string id, Task<object?> code)
    {
        try
        {
            var output = await code;
            Ended(id);
            return output;
        }
        catch (Exception e)
        {
            Failed(id, e);
            throw;
        }
    }

    private void Ended(string id)
    {
        lock (_gate)
        {
            if (!IsExpected(id) || --_left > 0) return;
            _prefix = null;
            _last.SetResult(id);
        }
    }

    private void Failed(string id, Exception e)
    {
        lock (_gate)
        {
            if (!IsExpected(id)) return;
            _prefix = null;
            _last.SetException(new InvalidOperationException($"'{id}' failed; what is measured would not be its work.", e));
        }
    }

    private bool IsExpected(string id) => _prefix is { } prefix && id.StartsWith(prefix, StringComparison.Ordinal);
}
