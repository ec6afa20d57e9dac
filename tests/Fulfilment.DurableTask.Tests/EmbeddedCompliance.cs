using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

// Each theme twice: with live orchestrators cached, and with every turn replayed cold from disk.

public sealed class EmbeddedBasics : BasicsTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdBasics : BasicsTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedTimer : TimerTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdTimer : TimerTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedEvent : EventTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdEvent : EventTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedContinueAsNew : ContinueAsNewTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdContinueAsNew : ContinueAsNewTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedLifecycle : LifecycleTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdLifecycle : LifecycleTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedPurge : PurgeTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdPurge : PurgeTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedError : ErrorTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdError : ErrorTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedVersioning : VersioningTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdVersioning : VersioningTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class EmbeddedStorage : StorageTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdStorage : StorageTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}
