using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Loop;

namespace Fulfilment.Host.Replay;

/// <summary>
/// Replays as the engine would, and beyond that compares the effects that this program decides with those that history holds. Where they
/// differ the order goes on, but its next effects may bear numbers, and so keys, that are used up.
/// </summary>
internal sealed class ComparingReplayer
{
    private readonly IReadOnlyDictionary<string, Func<IServiceProvider, IOrchestrator>> _orchestrators = OrchestrationRegistration.CreateRegistry().Orchestrators;
    private readonly IServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public (ReplayResult Result, DifferingDecision? Difference) Replay(StoredHistory history)
    {
        var heard = new List<Publication>();
        var registry = new TaskRegistry();
        foreach (var (name, create) in _orchestrators) registry.AddOrchestrator(name, services => new ListeningContext.Orchestrator(create(services), heard));
        var result = new HistoryReplayer(registry, _services, DomainJson.Options).Replay(history);
        return (result, result is ReplayResult.Same ? Compare(history, heard) : null);
    }

    /// <summary>The first publication that differs; the later ones differ for its sake.</summary>
    private static DifferingDecision? Compare(StoredHistory history, List<Publication> heard) => history.Calls
        .Where(call => call.Name == LoopNames.Publish)
        .Zip(heard, (call, publication) => new DifferingDecision(history.InstanceId, history.Name, history.Execution, publication.Revision, Recorded(call), Decided(publication)))
        .FirstOrDefault(pair => pair.Recorded != pair.Decided);

    private static string Decided(Publication publication) => Text(publication.Effects.Select(effect => $"{effect.Number} {effect.Effect.GetType().Name}"));

    private static string Recorded(StoredCall call)
    {
        using var json = JsonDocument.Parse(call.Input);
        return Text(json.RootElement.GetProperty("effects").EnumerateArray()
            .Select(effect => $"{effect.GetProperty("number").GetInt64()} {effect.GetProperty("effect").GetProperty("type").GetString()}"));
    }

    private static string Text(IEnumerable<string> effects) => string.Join(", ", effects) is { Length: > 0 } text ? text : "nothing";
}
