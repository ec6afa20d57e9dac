using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Loop;

/// <summary>Names that histories hold: renaming one breaks running instances.</summary>
public static class LoopNames
{
    /// <summary>The one external event per instance, so that the order of commands is kept.</summary>
    public const string CommandEvent = "command";

    public const string GatherFacts = "GatherFacts";
    public const string Publish = "Publish";
    public const string Depart = "Depart";

    /// <summary>How many command ids an instance carries along.</summary>
    internal const int RememberedCommands = 64;

    /// <summary>For activities that must succeed in the end: about a week of tries. Only infrastructure can fail them.</summary>
    internal static readonly TaskOptions Patient = new(new RetryPolicy(1000, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(10)));
}

/// <summary>Input of the activity that fetches facts.</summary>
/// <param name="CommandId">With the instance id the key of every reservation and authorisation made.</param>
public sealed record FactsInput(string InstanceId, string CommandId, FactsRequest Request)
{
    public string Key => $"{InstanceId}/facts/{CommandId}";
}
