using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Moq;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>The purge at night, over a durable client that names two instances which ended long ago.</summary>
public sealed class PurgeTests : IAsyncLifetime
{
    private static readonly string Stayed = Samples.OrderId(1);
    private static readonly string Left = Samples.OrderId(2);
    private readonly List<string> _purged = [];
    private OrchestrationQuery? _asked;
    private TestProduct _test = null!;

    public async Task InitializeAsync()
    {
        _test = await TestProduct.OpenAsync();
        var longAgo = _test.Clock.GetUtcNow() - TimeSpan.FromDays(121);
        var ended = new[] { Stayed, Left }.Select(id => new OrchestrationMetadata("OrderOrchestrator", id) { RuntimeStatus = OrchestrationRuntimeStatus.Completed, LastUpdatedAt = longAgo }).ToList();
        _test.Client.Setup(client => client.GetAllInstancesAsync(It.IsAny<OrchestrationQuery?>()))
            .Callback((OrchestrationQuery? query) => _asked = query).Returns(() => new FakePages<OrchestrationMetadata>([new(ended)]));
        _test.Client.Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, bool _, CancellationToken _) => ended.Single(instance => instance.InstanceId == id));
        _test.Client.Setup(client => client.PurgeInstanceAsync(It.IsAny<string>(), It.IsAny<PurgeInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .Callback((string id, PurgeInstanceOptions? _, CancellationToken _) => _purged.Add(id)).ReturnsAsync(new PurgeResult(1));
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    [Drives("Purge")]
    public async Task Purge_OneOrderLeftAndWasNotExported_RemovesTheOtherAndSaysSo()
    {
        var batch = _test.Product.Get<AzureWriteBatches>().Create();
        _test.Product.Get<IOrderMoves>().Depart(batch, Left, 1, Samples.Start);
        await batch.CommitAsync();

        await new TimerFunctions(_test.Product).Purge(new TimerInfo(), _test.Client.Object, default);

        Assert.Equal([Stayed], _purged);
        Assert.Equal(_test.Clock.GetUtcNow() - TimeSpan.FromDays(120), _asked!.CreatedTo);
        Assert.Equal([OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated], _asked.Statuses!.Order());
        // Half of what host.json gives: the page that is begun last may take long.
        Assert.Equal("00:05:00", JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json"))).RootElement.GetProperty("functionTimeout").GetString());
        Assert.InRange(TimerFunctions.Budget, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2.5));
        Assert.Contains(_test.Logs.Entries, entry => entry.Text.StartsWith("Purged 1 instances", StringComparison.Ordinal) && entry.Text.Contains("spared 1", StringComparison.Ordinal));
    }
}
