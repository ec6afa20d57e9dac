using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Policy;

/// <summary>Checks and saves policies, for API and page alike.</summary>
internal sealed class PolicyDesk(IPolicyStore policies, PolicyRollout rollout)
{
    /// <exception cref="ProblemException">422 with every fault and its path.</exception>
    public static void Check(ReleasePolicy policy)
    {
        var problems = PolicyValidation.Validate(policy);
        if (problems.Count == 0) return;
        throw new ProblemException(ProblemKinds.InvalidContent, problems[0].Message, problems[0].Path)
        {
            Extra = new Dictionary<string, object?> { ["faults"] = problems },
        };
    }

    /// <param name="moveOpenOrders">False leaves open orders under the policy they have.</param>
    /// <returns>The saved policy, and how many open orders were told of it.</returns>
    /// <exception cref="ProblemException">412 when somebody saved in between; 422 for a policy that makes no sense.</exception>
    public async Task<(ReleasePolicy Saved, int Told)> SaveAsync(string store, ReleasePolicy policy, int expectedVersion, string by, bool moveOpenOrders, CancellationToken cancellationToken)
    {
        Check(policy);
        var saved = await policies.PutAsync(store, policy, expectedVersion, by, cancellationToken)
            ?? throw new ProblemException(ProblemKinds.VersionMismatch, $"The policy is no longer at version {expectedVersion}. Look at it again, then repeat your change.", "If-Match");
        // Whoever has saved wants the orders told, whether or not he waits for the answer.
        return (saved, moveOpenOrders ? await rollout.TellAsync(store, saved, CancellationToken.None) : 0);
    }
}
