using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

public sealed class EmbeddedBasics : BasicsTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdBasics : BasicsTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}
