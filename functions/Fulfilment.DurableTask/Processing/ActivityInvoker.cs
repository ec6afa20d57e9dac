using System.Diagnostics;
using System.Text.Json;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Runs one activity: finds its code, reads its input, turns every exception into data. On any thread.</summary>
internal sealed class ActivityInvoker(EngineOptions options, TaskRegistry registry, IServiceProvider services)
{
    public async Task<ActivityOutcome> RunAsync(TaskRow row, CancellationToken stopping)
    {
        using var span = Tracing.Start("activity", row.Name, ActivityKind.Internal, row.Trace);
        try
        {
            if (!registry.Activities.TryGetValue(row.Name, out var registration))
            {
                throw new TaskNotRegisteredException($"No activity named '{row.Name}' is registered.");
            }

            var activity = registration.Factory(services);
            var writes = new WriteList(options.Json, options.MaxPayloadBytes);
            var result = await activity.RunAsync(new ActivityCall(row, writes), Input(activity.InputType, row.Input), stopping);
            return new ActivityOutcome(Payloads.Write(result, options.Json, $"The result of '{row.Name}' for '{row.InstanceId}'", options.MaxPayloadBytes), null, writes, span?.Id ?? row.Trace);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new ActivityOutcome(null, null, null, Abandoned: true);
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            return new ActivityOutcome(null, Payloads.Describe(error), null);
        }
    }

    private object? Input(Type type, byte[]? payload)
    {
        if (payload is not null)
        {
            return JsonSerializer.Deserialize(payload, type, options.Json);
        }

        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}
