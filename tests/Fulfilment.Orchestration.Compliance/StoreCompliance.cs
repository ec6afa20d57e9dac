using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Compliance;

/// <summary>Base of the suites. An implementation inherits each suite and overrides <see cref="OpenAsync"/>; nothing else.</summary>
public abstract class StoreCompliance : IAsyncLifetime
{
    private StoreHarness? _harness;

    protected StoreHarness Harness => _harness ?? throw new InvalidOperationException("The harness is not open.");

    /// <summary>A harness over storage that no other test sees.</summary>
    protected abstract Task<StoreHarness> OpenAsync();

    public async Task InitializeAsync() => _harness = await OpenAsync();

    public async Task DisposeAsync()
    {
        if (_harness is not null) await _harness.DisposeAsync();
    }

    /// <summary>Records hold lists, which compare by reference: their wire form is compared instead.</summary>
    protected static void AssertSame<T>(T expected, T actual) => Assert.Equal(Json(expected), Json(actual));

    protected static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    protected async Task<IReadOnlyList<string>> RaisedIdsAsync(string orderId) => [.. (await Harness.RaisedAsync(orderId)).Select(command => command.CommandId)];

    protected async Task<IReadOnlyList<T>> RaisedAsync<T>(string orderId) where T : OrderCommand => [.. (await Harness.RaisedAsync(orderId)).OfType<T>()];
}
