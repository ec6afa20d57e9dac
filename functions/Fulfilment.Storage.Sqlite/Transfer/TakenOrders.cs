using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Sql;
using Fulfilment.Storage.Sqlite.Stock;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>
/// What orders took with them out of the engine's and the ledger's tables, kept for every later export. An order that departs takes it in
/// the transaction that closes its door, so that this host delivers and allocates nothing for it any more, also when it is started again.
/// </summary>
internal static class TakenOrders
{
    private const string Select = "SELECT content FROM transfer_taken WHERE order_id = ?1 AND moves = ?2";

    /// <summary>The order departs.</summary>
    public static void Depart(EngineTransaction tx, string orderId, int moves) =>
        Add(tx, orderId, moves, departure: null, [.. tx.TakeOutbox([orderId]).Select(Effect)]);

    /// <summary>Adds what is new to what the order took before with this move.</summary>
    public static Taken Add(EngineTransaction tx, string orderId, int moves, Departure<OrderState, OrderCommand>? departure, IReadOnlyList<TransferEffect> effects)
    {
        var earlier = tx.First(Select, row => row.Json<Taken>(0), orderId, moves);
        var taken = earlier ?? new Taken(null, Turn(tx, OrderIds.StoreOf(orderId)).TakeAway(orderId), []);
        if (earlier is not null && effects.Count == 0 && (departure is null || earlier.Departure is not null)) return earlier;
        taken = taken with { Departure = taken.Departure ?? departure, Effects = [.. taken.Effects, .. effects] };
        tx.Execute(
            """
            INSERT INTO transfer_taken(order_id, moves, content) VALUES(?1, ?2, ?3)
            ON CONFLICT(order_id) DO UPDATE SET moves = excluded.moves, content = excluded.content
            """, orderId, moves, Columns.Json(taken));
        return taken;
    }

    /// <summary>Null when the order took nothing with this move.</summary>
    public static Taken? Get(SqliteConnection db, string orderId, int moves) => db.First(Select, row => row.Json<Taken>(0), orderId, moves);

    public static TransferEffect Effect(HeldMessage held) => new(
        held.Message.Key, held.Message.Kind, held.Message.Number, held.Message.Payload, held.EnqueuedAt, held.Attempts, held.Parked, held.ParkedAt);

    /// <summary>Only takes: nothing is allocated, so the policy is not asked.</summary>
    public static StockTurn Turn(EngineTransaction tx, string store) => new(new StockTables(tx, store), store, "transfer", () => 0);
}

/// <param name="Departure">Null until the export reads it from the instance; for good when the order has ended.</param>
internal sealed record Taken(Departure<OrderState, OrderCommand>? Departure, OrderStock? Stock, IReadOnlyList<TransferEffect> Effects);
