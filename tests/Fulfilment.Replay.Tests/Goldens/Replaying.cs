using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Replay.Tests.Goldens;

internal static class Replaying
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    /// <summary>Today's code.</summary>
    public static HistoryReplayer Present { get; } = Of(OrchestrationRegistration.CreateRegistry());

    public static HistoryReplayer Of(TaskRegistry registry) => new(registry, NoServices, DomainJson.Options);

    /// <summary>Fails at the first prefix that the code does not take as it was recorded.</summary>
    public static void AssertEveryPrefix(HistoryReplayer replayer, StoredHistory history)
    {
        for (var prefix = 0; prefix <= history.Count; prefix++)
        {
            if (replayer.Replay(history, prefix) is not ReplayResult.Same and var other)
                Assert.Fail($"The first {prefix} of {history.Count} events of {history.InstanceId}, execution {history.Execution}: {other}. See Histories/README.md.");
        }
    }
}
