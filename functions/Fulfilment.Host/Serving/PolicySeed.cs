using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Serving;

/// <summary>A store's policy file is where its policy begins; what staff saved later is never overwritten by it.</summary>
internal static class PolicySeed
{
    private const string Author = "policy file";

    public static async Task ApplyAsync(FulfilSettings settings, IPolicyStore policies, CancellationToken cancellationToken)
    {
        foreach (var entry in settings.Stores)
        {
            if (entry.PolicyFile is null) continue;
            var policy = PolicyFile.Load(entry.PolicyFile);
            var store = entry.Store.Profile.Id;
            if ((await policies.HistoryAsync(store, cancellationToken)).Count > 0) continue;
            var current = await policies.GetAsync(store, cancellationToken);
            await policies.PutAsync(store, policy, current.Version, Author, cancellationToken);
        }
    }
}
