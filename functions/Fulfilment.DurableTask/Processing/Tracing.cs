using System.Diagnostics;
using Fulfilment.DurableTask.Storage;
using Span = System.Diagnostics.Activity;
using SpanContext = System.Diagnostics.ActivityContext;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// Links what leads to what across commits. The trace parent is stored with the instance, with each event, with activities and
/// with messages, so that what happens days later, or after a restart, still belongs to whoever asked for it.
/// </summary>
internal static class Tracing
{
    public static readonly ActivitySource Source = new("Fulfilment.DurableTask");

    /// <summary>Null when nobody listens: what is not exported is not stored either.</summary>
    public static string? CurrentParent() => Source.HasListeners() ? Span.Current?.Id : null;

    /// <summary>Null, at next to no cost, when nobody listens.</summary>
    public static Span? Start(string what, string name, ActivityKind kind, string? parent) =>
        Source.HasListeners() ? Source.StartActivity($"{what} {name}", kind, parent) : null;

    /// <summary>A turn belongs to the first of its causes that is known; the others are its links. A turn of time alone belongs to the instance's start.</summary>
    /// <returns>The span, and what the turn brings about belongs to: the span, or its cause when the span is not recorded.</returns>
    public static (Span? Span, string? Trace) StartTurn(Instance instance)
    {
        var cause = instance.Trace;
        var known = false;
        List<ActivityLink>? links = null;
        foreach (var input in instance.Inputs)
        {
            if (input.Trace is not { } trace || (known && trace == cause))
            {
                continue;
            }

            if (!known)
            {
                (cause, known) = (trace, true);
            }
            else if (SpanContext.TryParse(trace, null, isRemote: true, out var other) && links?.Any(link => link.Context == other) != true)
            {
                (links ??= []).Add(new ActivityLink(other));
            }
        }

        if (!Source.HasListeners())
        {
            return (null, cause);
        }

        _ = SpanContext.TryParse(cause, null, isRemote: true, out var parent);
        var span = Source.StartActivity("turn " + instance.Name, ActivityKind.Internal, parent, tags: null, links);
        return (span, span?.Id ?? cause);
    }
}
