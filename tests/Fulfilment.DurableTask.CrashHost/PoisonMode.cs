namespace Fulfilment.DurableTask.CrashHost;

/// <summary>Work that takes the process down each time it is run, next to work that does not.</summary>
internal static class PoisonMode
{
    public static async Task RunAsync(string directory, string what)
    {
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = directory, QuarantineTries = 3 });
        var registry = new TaskRegistry()
            .AddOrchestrator("turn", _ => new PoisonTurn())
            .AddOrchestrator("activity", _ => new PoisonCall())
            .AddActivity("poison", _ => new Poison())
            .AddOrchestrator("local", _ => new LocalPoisonCall())
            .AddActivity("local-poison", _ => new LocalPoison())
            .AddOrchestrator("good", _ => new Good());
        await engine.Store.WriteAsync(transaction => transaction.Start(what, "bad", null));
        await engine.Store.WriteAsync(transaction => transaction.Start("good", "good", null));
        await engine.StartAsync(registry, new NoServices(), []);
        // At rest only when the poison has had its chance, however slow the machine.
        await engine.Progress.WhenIdleAsync();
        await engine.Client.WaitForCompletionAsync("good");
        foreach (var item in await engine.Quarantine.ListAsync())
        {
            Console.WriteLine($"{item.InstanceId} {item.Attempts} {item.Reason}");
        }
    }

    private sealed class PoisonTurn : Orchestrator<object?, bool>
    {
        public override Task<bool> RunAsync(OrchestrationContext context, object? input)
        {
            WorkloadMode.Kill();
            return Task.FromResult(false);
        }
    }

    private sealed class PoisonCall : Orchestrator<object?, bool>
    {
        public override Task<bool> RunAsync(OrchestrationContext context, object? input) => context.CallActivityAsync<bool>("poison");
    }

    private sealed class Poison : Activity<object?, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken)
        {
            WorkloadMode.Kill();
            return Task.FromResult(false);
        }
    }

    private sealed class LocalPoisonCall : Orchestrator<object?, bool>
    {
        public override Task<bool> RunAsync(OrchestrationContext context, object? input) => context.CallActivityAsync<bool>("local-poison");
    }

    /// <summary>Runs in the batch of the turn that asked for it, before anything of that is on disk.</summary>
    [LocalActivity]
    private sealed class LocalPoison : Activity<object?, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken)
        {
            WorkloadMode.Kill();
            return Task.FromResult(false);
        }
    }

    private sealed class Good : Orchestrator<object?, bool>
    {
        public override async Task<bool> RunAsync(OrchestrationContext context, object? input)
        {
            await context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return true;
        }
    }
}
