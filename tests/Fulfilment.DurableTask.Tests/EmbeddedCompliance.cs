using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

// Each theme three times: with live orchestrators cached, with none (each turn that follows an earlier one is replayed from disk), and on the machine's
// clock. A turn that goes on without leaving the batch is one turn; restarts in the suite replay the rest.

public sealed class EmbeddedBasics : BasicsTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdBasics : BasicsTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockBasics : BasicsTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedTimer : TimerTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdTimer : TimerTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockTimer : TimerTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedEvent : EventTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdEvent : EventTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockEvent : EventTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedContinueAsNew : ContinueAsNewTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdContinueAsNew : ContinueAsNewTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockContinueAsNew : ContinueAsNewTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedLifecycle : LifecycleTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdLifecycle : LifecycleTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockLifecycle : LifecycleTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedDedupe : DedupeTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdDedupe : DedupeTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockDedupe : DedupeTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedPurge : PurgeTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdPurge : PurgeTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockPurge : PurgeTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedError : ErrorTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdError : ErrorTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockError : ErrorTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedVersioning : VersioningTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdVersioning : VersioningTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockVersioning : VersioningTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedStorage : StorageTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdStorage : StorageTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockStorage : StorageTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}

public sealed class EmbeddedLimit : LimitTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry);
}

public sealed class ColdLimit : LimitTests
{
    protected override async Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => await EmbeddedHarness.CreateAsync(registry, options => options with { CacheBytes = 0 });
}

public sealed class RealClockLimit : LimitTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => RealClockHarness.CreateAsync(registry);
}
