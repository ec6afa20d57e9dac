using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Tokens;

/// <summary>
/// Issues a token from another process than the server's, which may be running: one short transaction on a connection of the
/// caller's own. WAL lets both write in turn.
/// </summary>
public static class SqliteTokenIssue
{
    /// <param name="connection">Open and writable, on a database whose tables exist; give it a busy timeout and synchronous=FULL.</param>
    /// <returns>The secret; durable when it returns.</returns>
    /// <exception cref="ArgumentException">There is a token with that id.</exception>
    public static string Issue(SqliteConnection connection, TokenGrant grant)
    {
        var secret = TokenSecrets.New();
        using var command = connection.Command(SqliteTokenStore.Insert, SqliteTokenStore.Values(grant, secret));
        return command.ExecuteNonQuery() == 1 ? secret : throw SqliteTokenStore.Taken(grant);
    }
}
