using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.FunctionApp.Tests.Fakes;

/// <summary>
/// The SDK's context with what bites in it: a waiter gets an event newest first and also when it was cancelled; an event that
/// nobody waits for is kept, also for the next execution where that is asked for. Continuations run in line, as on the SDK's own scheduler. Activities answer when
/// the test says so, or by <see cref="Answers"/>.
/// </summary>
public sealed class FakeContext : TaskOrchestrationContext
{
    private readonly Dictionary<string, Queue<object>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, Func<object, bool> Offer)> _waits = [];

    public List<ActivityCall> Activities { get; } = [];
    public List<ActivityCall> Children { get; } = [];
    public List<(DateTime FireAt, TaskCompletionSource Fired)> Timers { get; } = [];
    public List<Task> Waits { get; } = [];
    public object? CustomStatus { get; private set; }
    public (object? Input, bool Preserve)? Next { get; private set; }
    public RecordingLogger Logger { get; } = new();

    /// <summary>Answers activities at once.</summary>
    public Func<ActivityCall, object?>? Answers { get; init; }
    public object? Input { get; init; }
    public DateTime Now { get; set; } = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    public ParentOrchestrationInstance? ParentInstance { get; init; }

    public override TaskName Name => "OrderOrchestrator";
    public override string InstanceId => "demo.own.1001";
    public override ParentOrchestrationInstance? Parent => ParentInstance;
    public override DateTime CurrentUtcDateTime => Now;
    public override bool IsReplaying => false;
    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T? GetInput<T>() where T : default => (T?)Input;

    public override Guid NewGuid() => new("6f1c2a34-0000-5000-8000-000000000001");

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Call<TResult>(Activities, name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        Call<TResult>(Children, orchestratorName, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var fired = new TaskCompletionSource();
        cancellationToken.Register(() => fired.TrySetCanceled(cancellationToken));
        Timers.Add((fireAt, fired));
        return fired.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var wait = new TaskCompletionSource<T>();
        Waits.Add(wait.Task);
        if (_kept.TryGetValue(eventName, out var kept) && kept.TryDequeue(out var payload))
        {
            wait.SetResult((T)payload);
            return wait.Task;
        }

        cancellationToken.Register(() => wait.TrySetCanceled(cancellationToken));
        _waits.Add((eventName, value =>
        {
            wait.TrySetResult((T)value);
            return true;
        }));
        return wait.Task;
    }

    /// <summary>An event arrives.</summary>
    public void Raise(string name, object payload)
    {
        var index = _waits.FindLastIndex(wait => string.Equals(wait.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var offer = _waits[index].Offer;
            _waits.RemoveAt(index);
            offer(payload);
            return;
        }

        if (!_kept.TryGetValue(name, out var queue)) _kept[name] = queue = new Queue<object>();
        queue.Enqueue(payload);
    }

    /// <summary>The execution after ContinueAsNew: the events that nobody has read come along in their order, unless they were given up.</summary>
    public FakeContext Continue()
    {
        var (input, preserve) = Next ?? throw new InvalidOperationException("It was not asked to continue as new.");
        var next = new FakeContext { Input = input, Now = Now, Answers = Answers };
        foreach (var (name, payloads) in preserve ? _kept : [])
            foreach (var payload in payloads) next.Raise(name, payload);
        return next;
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => Raise(eventName, payload);

    public override void SetCustomStatus(object? customStatus) => CustomStatus = customStatus;

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => Next = (newInput, preserveUnprocessedEvents);

    public override ILogger CreateReplaySafeLogger(string categoryName) => Logger;

    private Task<TResult> Call<TResult>(List<ActivityCall> calls, TaskName name, object? input, TaskOptions? options)
    {
        var answer = new TaskCompletionSource<TResult>();
        var call = new ActivityCall(name.Name, input, options, value => answer.SetResult((TResult)value!), answer.SetException);
        calls.Add(call);
        if (Answers is { } answers) call.Answer(answers(call));
        return answer.Task;
    }
}

public sealed record ActivityCall(string Name, object? Input, TaskOptions? Options, Action<object?> Answer, Action<Exception> Fail);
