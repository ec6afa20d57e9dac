using Fulfilment.DurableTask;
using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.FunctionApp.Tests.Compliance;

public sealed class AdapterBasics : BasicsTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterTimer : TimerTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterEvent : EventTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterContinueAsNew : ContinueAsNewTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterLifecycle : LifecycleTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterPurge : PurgeTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterError : ErrorTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterStorage : StorageTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterVersioning : VersioningTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterDedupe : DedupeTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}

public sealed class AdapterLimit : LimitTests
{
    protected override Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry) => AdapterHarness.OpenAsync(registry);
}
