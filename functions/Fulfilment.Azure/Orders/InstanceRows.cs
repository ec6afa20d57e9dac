using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Orders;

/// <summary>Row keys in an instance's partition. A wire format.</summary>
internal static class InstanceRows
{
    /// <summary>The registry: that the id was ever used, and by which delivery. Never deleted, also when the instance is purged.</summary>
    public const string Registry = "i";

    /// <summary>The published view.</summary>
    public const string View = "x";

    /// <summary>What the order left with, once an export has read it. Stays when the instance is purged.</summary>
    public const string Departure = "d";

    public static string Partition(string instanceId) => TableKey.Escape(instanceId);

    public static string Command(string commandId) => TableKey.Join("c", commandId);

    public static string Receipt(string commandId) => TableKey.Join("r", commandId);

    public static string Payment(string key) => TableKey.Join("p", key);

    public static string Timeline(long revision, int index) => $"t|{TableKey.Rising(revision)}|{index:D5}";

    public static string Effect(string kind, long number) => $"{EffectPrefix(kind)}{TableKey.Rising(number)}";

    public static string EffectPrefix(string kind) => TableKey.Join("e", kind) + TableKey.Separator;

    /// <summary>Who delivers the lane's effects at the moment.</summary>
    public static string Lane(string kind) => TableKey.Join("l", kind);
}
