using System.Text.Json;
using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>Stands for an order: takes whatever is raised to it into its history and does nothing with it.</summary>
internal sealed class ListeningOrder : IOrchestrator
{
    public async Task<object?> RunAsync(OrchestrationContext context) => await context.WaitForExternalEvent<JsonElement>("never");
}
