namespace Fulfilment.DurableTask.Storage;

/// <summary>The engine's own tables. A migration once released is never edited; a new one is appended.</summary>
internal static class Schema
{
    /// <summary>Written into the file's header, so that another program's database is recognised as such.</summary>
    public const int ApplicationId = 0x46554C46;

    public static readonly SchemaModule Engine = new("engine",
    [
        """
        CREATE TABLE registry(iid INTEGER PRIMARY KEY, instance TEXT NOT NULL UNIQUE, execution INTEGER NOT NULL);
        CREATE TABLE instances(
            iid INTEGER PRIMARY KEY, name TEXT NOT NULL, status INTEGER NOT NULL, execution INTEGER NOT NULL, created INTEGER NOT NULL,
            custom_status BLOB, parent_iid INTEGER, parent_execution INTEGER, parent_task INTEGER, pending_from INTEGER, trace TEXT);
        CREATE INDEX instances_pending ON instances(iid) WHERE pending_from IS NOT NULL;
        CREATE TABLE history(id INTEGER PRIMARY KEY, iid INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, sum INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE UNIQUE INDEX history_order ON history(iid, seq);
        CREATE TABLE timers(due INTEGER NOT NULL, iid INTEGER NOT NULL, task INTEGER NOT NULL, PRIMARY KEY(due, iid, task)) WITHOUT ROWID;
        CREATE TABLE tasks(
            iid INTEGER NOT NULL, execution INTEGER NOT NULL, task INTEGER NOT NULL, name TEXT NOT NULL, attempt INTEGER NOT NULL,
            input BLOB, crashes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(iid, execution, task)) WITHOUT ROWID;
        CREATE TABLE outbox_keys(key TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE outbox(
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, instance TEXT NOT NULL, number INTEGER NOT NULL, payload TEXT NOT NULL,
            enqueued INTEGER NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL, parked TEXT, parked_at INTEGER, trace TEXT);
        CREATE TABLE quarantine(iid INTEGER PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL);
        """,
        // Timers bear the instance's id: those of one instant are fired by it, and read a page at a time. Inputs of activities are
        // no longer stored twice: NULL is "in the history", nothing is "none".
        """
        CREATE TABLE timers_by_id(
            due INTEGER NOT NULL, instance TEXT NOT NULL, task INTEGER NOT NULL, iid INTEGER NOT NULL, PRIMARY KEY(due, instance, task)) WITHOUT ROWID;
        INSERT INTO timers_by_id SELECT t.due, r.instance, t.task, t.iid FROM timers t JOIN registry r ON r.iid = t.iid ORDER BY 1, 2, 3;
        DROP TABLE timers;
        ALTER TABLE timers_by_id RENAME TO timers;
        UPDATE tasks SET input = x'' WHERE input IS NULL;
        """,
        // An activity belongs to the trace of the turn that scheduled it, also after a restart. From here on
        // events of the history may carry their trace too, which an older program could not read past.
        "ALTER TABLE tasks ADD COLUMN trace TEXT;",
        // Messages are looked for by their instance when it leaves, and those that wait for staff by every look of theirs and every collector's.
        """
        CREATE INDEX outbox_instance ON outbox(instance);
        CREATE INDEX outbox_parked ON outbox(parked_at) WHERE parked IS NOT NULL;
        """,
    ]);
}
