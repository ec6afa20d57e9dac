using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Intake;

/// <summary>Every delivery ever taken, with its first answer and, until it is old, its raw body; and those that wait for staff.</summary>
internal static class IntakeSchema
{
    public static readonly SchemaModule Module = new("intake",
    [
        """
        CREATE TABLE intake_deliveries(
            position INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE,
            source TEXT NOT NULL,
            store TEXT NOT NULL,
            topic TEXT NOT NULL,
            delivery_id TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            answer TEXT NOT NULL,
            body BLOB NOT NULL);
        CREATE TABLE intake_parked(
            position INTEGER PRIMARY KEY REFERENCES intake_deliveries(position),
            id TEXT NOT NULL UNIQUE,
            store TEXT NOT NULL,
            path TEXT NOT NULL,
            reason TEXT NOT NULL,
            parked_at INTEGER NOT NULL,
            answer TEXT);
        CREATE INDEX intake_parked_open ON intake_parked(position) WHERE answer IS NULL;
        """,
        // Version 2: bodies are emptied when they are old (retentionDays); the index holds those that are not yet.
        "CREATE INDEX intake_deliveries_kept ON intake_deliveries(received_at) WHERE length(body) > 0;",
    ]);
}
