using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Policy;

/// <summary>
/// Tells open orders of a saved policy. Each order gets it as one command under an id made of the version, so that telling all of
/// them again, after a stop half way, reaches only those that do not have it yet.
/// </summary>
internal sealed class PolicyRollout(IOrderIndex index, ICommandChannel channel, TimeProvider clock)
{
    private const int AtOnce = 32;

    /// <returns>How many open orders were told.</returns>
    public async Task<int> TellAsync(string store, ReleasePolicy policy, CancellationToken cancellationToken)
    {
        var told = 0;
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(new(store, OpenOnly: true, Cursor: cursor, Limit: 200), cancellationToken);
            foreach (var some in page.Items.Select(row => row.View).Where(v => v.Plan.PolicyVersion < policy.Version).Chunk(AtOnce))
            {
                var answers = await Task.WhenAll(some.Select(order => channel.SubmitAsync(order.Id, Command(policy), null, cancellationToken)));
                told += answers.Count(a => a is Submission.Accepted);
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        return told;
    }

    private OrderCommand.PolicyChanged Command(ReleasePolicy policy) => new(policy)
    {
        CommandId = CommandIds.Internal("policy-" + policy.Version.ToString(CultureInfo.InvariantCulture)),
        Actor = Actor.System,
        At = clock.GetUtcNow(),
    };
}
