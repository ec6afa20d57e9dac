namespace Fulfilment.DurableTask;

/// <summary>What became of one history under the present code.</summary>
public abstract record ReplayResult
{
    private ReplayResult()
    {
    }

    /// <summary>The code takes the recorded path: a deploy goes on where the last one stopped.</summary>
    public sealed record Same : ReplayResult;

    /// <summary>The code takes another path: a deploy would quarantine the instance.</summary>
    /// <param name="Message">One sentence for people.</param>
    public sealed record Differs(ReplayDifference Difference, string Message) : ReplayResult;

    /// <summary>The history cannot be read, whatever the code.</summary>
    public sealed record Unreadable(string Message) : ReplayResult;
}
