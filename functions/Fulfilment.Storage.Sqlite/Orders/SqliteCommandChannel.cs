using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Fulfilment.Storage.Sqlite.Transfer;

namespace Fulfilment.Storage.Sqlite.Orders;

internal sealed class SqliteCommandChannel(IEngineStore store, SqliteReceiptStore receipts) : ICommandChannel
{
    public Task<Submission> SubmitAsync(string orderId, OrderCommand command, string? bodyHash = null, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Submit(tx, orderId, command, bodyHash), cancellationToken);

    private Submission Submit(EngineTransaction tx, string orderId, OrderCommand command, string? bodyHash)
    {
        var known = tx.First("SELECT body_hash FROM orders_commands WHERE order_id = ?1 AND command_id = ?2", row => new Known(row.TextOrNull(0)), orderId, command.CommandId);
        if (known is not null) return known.IsOther(bodyHash) ? new Submission.Conflict() : new Submission.Repeated();
        if (SqliteOrderMoves.ElsewhereSince(tx, orderId) is { } since) return new Submission.Moved(since);
        if (tx.Raise(orderId, command))
        {
            Remember(tx, orderId, command, bodyHash);
            return new Submission.Accepted();
        }

        if (SqliteOrderIndex.View(tx, orderId) is not { } view) return new Submission.UnknownOrder();
        var receipt = OrderReceipts.Closed(command, view, tx.Now);
        Remember(tx, orderId, command, bodyHash);
        receipts.Write(tx, orderId, receipt);
        return new Submission.Closed(receipt);
    }

    private static void Remember(EngineTransaction tx, string orderId, OrderCommand command, string? bodyHash) => tx.Execute(
        "INSERT INTO orders_commands(order_id, command_id, body_hash, accepted_at) VALUES(?1, ?2, ?3, ?4)",
        orderId, command.CommandId, bodyHash, tx.Now.UtcTicks);

    /// <param name="BodyHash">Null when the first sender gave none: then every body passes for the same.</param>
    private sealed record Known(string? BodyHash)
    {
        public bool IsOther(string? bodyHash) => BodyHash is not null && bodyHash is not null && BodyHash != bodyHash;
    }
}
