namespace Fulfilment.DurableTask.Compliance;

/// <summary>Orchestrators and activities as lambdas, for tests.</summary>
public static class Code
{
    public static TaskRegistry Orchestrator<TInput, TOutput>(this TaskRegistry registry, string name, Func<OrchestrationContext, TInput, Task<TOutput>> run) =>
        registry.AddOrchestrator(name, _ => new LambdaOrchestrator<TInput, TOutput>(run));

    public static TaskRegistry Orchestrator<TOutput>(this TaskRegistry registry, string name, Func<OrchestrationContext, Task<TOutput>> run) =>
        registry.Orchestrator<object?, TOutput>(name, (context, _) => run(context));

    public static TaskRegistry Activity<TInput, TOutput>(this TaskRegistry registry, string name, Func<TInput, TOutput> run, bool local = false) =>
        registry.Activity<TInput, TOutput>(name, (_, input) => Task.FromResult(run(input)), local);

    public static TaskRegistry Activity<TInput, TOutput>(this TaskRegistry registry, string name, Func<ActivityContext, TInput, Task<TOutput>> run, bool local = false) =>
        registry.AddActivity(name, _ => new LambdaActivity<TInput, TOutput>(run), local);

    private sealed class LambdaOrchestrator<TInput, TOutput>(Func<OrchestrationContext, TInput, Task<TOutput>> run) : Orchestrator<TInput, TOutput>
    {
        public override Task<TOutput> RunAsync(OrchestrationContext context, TInput input) => run(context, input);
    }

    private sealed class LambdaActivity<TInput, TOutput>(Func<ActivityContext, TInput, Task<TOutput>> run) : Activity<TInput, TOutput>
    {
        public override Task<TOutput> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken) => run(context, input);
    }
}
