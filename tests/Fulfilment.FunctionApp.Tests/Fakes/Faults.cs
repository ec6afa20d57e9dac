using Fulfilment.Azure.Tests.Faults;

namespace Fulfilment.FunctionApp.Tests.Fakes;

/// <summary>At which call to tables (or to whatever else is handed to it) the process dies.</summary>
internal sealed class Faults
{
    /// <summary>Null: it lives.</summary>
    public FaultPlan? Plan { get; set; }

    public Task<T> CallAsync<T>(Func<Task<T>> call) => Plan is { } plan ? plan.RunAsync(call) : call();
}
