using Fulfilment.DurableTask;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Orchestration.Tests.Transfer;

/// <summary>Storage that fails at one write, before it or after it was committed and before anybody was told.</summary>
internal sealed class FaultyStore(IEngineStore inner, int failsAt, bool afterwards) : IEngineStore
{
    /// <summary>Writes asked for so far.</summary>
    public int Writes { get; private set; }

    public async Task<T> WriteAsync<T>(Func<EngineTransaction, T> work, CancellationToken cancellationToken = default)
    {
        var fails = ++Writes == failsAt;
        if (fails && !afterwards) throw new InjectedFault();
        var result = await inner.WriteAsync(work, cancellationToken);
        return fails ? throw new InjectedFault() : result;
    }

    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default) => inner.ReadAsync(query, cancellationToken);
}

internal sealed class InjectedFault() : Exception("Injected.");
