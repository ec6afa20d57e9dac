using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Replay.Tests.Broken;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>
/// Runs every stored history through the order's code once more and compares the last view that it publishes with the one
/// that the live run left in the index: the replayer itself compares steps only, not what they carry.
/// </summary>
internal static class ColdViews
{
    public static IEnumerable<string> Differences(SqliteConnection connection, TaskRegistry code)
    {
        Publication? last = null;
        var create = code.Orchestrators[OrderOrchestrator.Name];
        var registry = new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, services => new Watched(create(services), publication => last = publication));
        using var services = new ServiceCollection().BuildServiceProvider();
        var replayer = new HistoryReplayer(registry, services, DomainJson.Options);
        foreach (var history in StoredHistories.Read(connection, finished: true).SelectMany(page => page))
        {
            last = null;
            replayer.Replay(history);
            // An execution that has published nothing yet carries on what the one before published.
            if (last is not { } publication) continue;
            if (Live(connection, history.InstanceId) is not { } live)
            {
                yield return $"{history.InstanceId} has no view";
                continue;
            }

            if (live.Revision != publication.Revision) yield return $"{history.InstanceId} replays to revision {publication.Revision}, its view has {live.Revision}";
            else if (!JsonNode.DeepEquals(JsonSerializer.SerializeToNode(publication.View, DomainJson.Options), JsonNode.Parse(live.View))) yield return $"{history.InstanceId} replays to another view";
        }
    }

    private static (long Revision, string View)? Live(SqliteConnection connection, string orderId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT revision, view FROM orders_index WHERE order_id = $id";
        command.Parameters.AddWithValue("$id", orderId);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : null;
    }

    private sealed class Watched(IOrchestrator order, Action<Publication> publish) : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => order.RunAsync(new Context(context, publish));
    }

    private sealed class Context(OrchestrationContext inner, Action<Publication> publish) : AlteredContext(inner)
    {
        public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
        {
            if (input is Publication publication) publish(publication);
            return base.CallActivityAsync<T>(name, input, options);
        }
    }
}
