using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Transfer;

/// <summary>What the registry's row of an order says of its moves between hosts. A wire format.</summary>
internal static class MoveRows
{
    /// <summary>In place of a delivery, in rows of orders that no delivery started here.</summary>
    public const string Owner = "transfer";

    public static OrderMove? Read(TableEntity registered) => registered["Moves"] is null ? null : new((int)registered.Number("Moves"), ElsewhereSince(registered));

    /// <summary>Number of the departure that an export has read last; null: none.</summary>
    public static int? ReadMove(TableEntity registered) => registered["ReadMove"] is null ? null : (int)registered.Number("ReadMove");

    public static void SetReadMove(TableEntity registered, int moves) => registered["ReadMove"] = moves;

    public static DateTimeOffset? ElsewhereSince(TableEntity registered) => registered.Time("ElsewhereSince");

    public static void Set(TableEntity registered, int moves, DateTimeOffset? elsewhere)
    {
        registered["Moves"] = moves;
        registered.SetTime("ElsewhereSince", elsewhere);
    }
}
