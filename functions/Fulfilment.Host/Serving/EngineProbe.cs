using Fulfilment.DurableTask;
using Fulfilment.Web.Ops;

namespace Fulfilment.Host.Serving;

/// <summary>Not ready while the engine cannot keep what it is given: the disk full, the file held by another program, the engine failed.</summary>
internal sealed class EngineProbe(EmbeddedEngine engine) : IReadinessProbe
{
    public string Name => "engine";

    public Task<string?> ProblemAsync(CancellationToken cancellationToken = default) => engine.WriteProblemAsync(cancellationToken);
}
