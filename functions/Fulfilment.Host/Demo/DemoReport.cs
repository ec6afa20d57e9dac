using Fulfilment.Host.Demo.Checks;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Serving;

namespace Fulfilment.Host.Demo;

/// <summary>The result in words.</summary>
internal static class DemoReport
{
    public static IEnumerable<string> Lines(DemoOutcome outcome, string directory)
    {
        var result = outcome.Result;
        yield return $"{result.Orders} orders; the server was killed {(result.Kills == 1 ? "once" : $"{result.Kills} times")} on the way; {result.Seconds:0.0} s";
        yield return $"  {result.Delivered} delivered, {result.Cancelled} cancelled, {result.Waiting} waiting for a stated reason";
        yield return $"  {result.Released} shipments released, each once; {result.Mails} mails sent";
        yield return $"  {result.EditsApplied} edits won and are on their parcels; {result.EditsRefused} lost and have a receipt that says why";
        if (outcome.RepeatedMails > 0) yield return $"  {outcome.RepeatedMails} mails may have gone out twice: the server died between sending and recording them";
        yield return $"  data     {directory}";
        yield return $"  mailbox  {Path.Combine(directory, DataFolder.MailboxFolder)}";
        if (result.Violations.Count == 0)
        {
            yield return "Every promise holds:";
            foreach (var promise in DemoChecker.Names) yield return $"  ok  {promise}";
            yield break;
        }

        yield return $"{result.Violations.Count} promises broken:";
        foreach (var violation in result.Violations) yield return $"  BROKEN  {violation}";
    }

    /// <summary>Where to look around on the server that was left up.</summary>
    public static async Task<IReadOnlyList<string>> LinksAsync(DemoRun run, CancellationToken cancellationToken)
    {
        var token = await TokenIssuer.IssueAsync(run.Directory, new TokenRequest("admin", null, "demo visitor"), cancellationToken);
        var mailbox = Path.Combine(run.Directory, DataFolder.MailboxFolder);
        var lines = new List<string>
        {
            $"The server is up on {run.Server.Url}; its clock stands at the end of the demo.",
            $"  staff     {run.Server.Url}/staff   sign in with the token {token}",
        };
        foreach (var order in run.Chronicle.Orders.Take(3))
            if (CustomerClient.PageOf(mailbox, order) is { } page) lines.Add($"  customer  {run.Server.Url}{page}   ({order})");
        lines.Add("Stop with Ctrl-C.");
        return lines;
    }
}
