namespace Fulfilment.DurableTask.Processing;

/// <summary>Something for the engine's thread to do inside a batch.</summary>
internal abstract class WorkItem
{
    /// <summary>True for what the engine owes by itself (a finished activity): when its batch is undone it is run again.</summary>
    public abstract bool IsOwed { get; }

    /// <summary>True for what only looks: it stands also when its batch is undone.</summary>
    public virtual bool WritesNothing => false;

    /// <summary>True when what it writes means nothing: refused, it has told what it was sent to find out, and nobody else need wait.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Runs on the engine's thread. A request that throws must have written nothing, or have undone it.</summary>
    public abstract void Run();

    /// <summary>Its batch is synced. On the engine's thread.</summary>
    public abstract void Committed();

    /// <summary>It was refused, or its batch was undone and it is not owed.</summary>
    public abstract void Failed(Exception error);
}

/// <summary>A caller's request: answered after the sync.</summary>
internal sealed class Request<T>(Func<T> body, bool writesNothing, CancellationToken cancellationToken) : WorkItem
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Answer => _answer.Task;

    public override bool IsOwed => false;

    public override bool WritesNothing => writesNothing;

    public override void Run()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _result = body();
    }

    public override void Committed() => _answer.TrySetResult(_result!);

    public override void Failed(Exception error)
    {
        if (error is OperationCanceledException canceled && canceled.CancellationToken == cancellationToken)
        {
            _answer.TrySetCanceled(cancellationToken);
        }
        else
        {
            _answer.TrySetException(error);
        }
    }
}

/// <summary>Brings a failure of the storage that was met on another thread to the engine's, which ends with it.</summary>
internal sealed class StorageFailure(Exception error) : WorkItem
{
    public override bool IsOwed => true;

    public override void Run() => throw error;

    public override void Committed() => throw new InvalidOperationException("A failure commits nothing.", error);

    public override void Failed(Exception reason) => throw new InvalidOperationException("A failure is never refused.", error);
}
