using Fulfilment.Domain.Release;

namespace Fulfilment.Orchestration.Ports;

/// <summary>Each store's release policy with all its versions.</summary>
public interface IPolicyStore
{
    /// <summary>The present policy; the defaults at version 1, in the shop's time zone, when none was ever saved.</summary>
    Task<ReleasePolicy> GetAsync(string store, CancellationToken cancellationToken = default);

    /// <summary>Saves the policy as <paramref name="expectedVersion"/> + 1.</summary>
    /// <returns>The saved policy with its version; null when somebody was faster.</returns>
    Task<ReleasePolicy?> PutAsync(string store, ReleasePolicy policy, int expectedVersion, string by, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<PolicyVersion>> HistoryAsync(string store, CancellationToken cancellationToken = default);
}

public sealed record PolicyVersion(int Version, DateTimeOffset At, string By, ReleasePolicy Policy);
