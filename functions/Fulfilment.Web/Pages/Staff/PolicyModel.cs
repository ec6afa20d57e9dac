using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Policy;

namespace Fulfilment.Web.Pages.Staff;

/// <param name="Policy">What the form shows: the saved one, or one that is being edited (its version is the one it was made from).</param>
/// <param name="Problems">Of a policy that makes no sense.</param>
public sealed record PolicyModel(StaffFrame Frame, string Store, ReleasePolicy Policy, IReadOnlyList<PolicyVersion> History, IReadOnlyList<PolicyProblem> Problems)
{
    /// <summary>The rows of the form, with empty ones for new entries.</summary>
    public IReadOnlyList<(string Name, CategoryRule Rule)> Categories =>
        [.. Policy.Categories.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value)), ("", Policy.Default)];

    public IReadOnlyList<(string Name, ServiceRule Rule)> Services =>
        [.. Policy.Services.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)), ("", new ServiceRule())];
}

/// <param name="Json">The policy that is not saved yet.</param>
public sealed record PolicyPreviewModel(StaffFrame Frame, string Store, int Version, string Json, PolicyPreviewAnswer Preview);
