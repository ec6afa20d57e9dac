using System.Diagnostics;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Links what leads to what across commits: the trace parent is stored with the instance and the message.</summary>
internal static class Tracing
{
    public static readonly ActivitySource Source = new("Fulfilment.DurableTask");

    public static string? CurrentParent() => System.Diagnostics.Activity.Current?.Id;

    /// <summary>Null, at next to no cost, when nobody listens.</summary>
    public static System.Diagnostics.Activity? Start(string what, string name, ActivityKind kind, string? parent) =>
        Source.HasListeners() ? Source.StartActivity($"{what} {name}", kind, parent) : null;
}
