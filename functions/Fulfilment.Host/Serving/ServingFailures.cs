using System.Net.Sockets;
using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Serving;

/// <summary>What can stop a start, in the words of the person who has to put it right.</summary>
internal static class ServingFailures
{
    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    public static async Task<T> ExplainAsync<T>(string urls, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception e) when (Explain(e, urls) is { } error)
        {
            throw error;
        }
    }

    private static UserError? Explain(Exception e, string urls) => e switch
    {
        EngineFileException => new(e.Message, inner: e),
        SqliteException { SqliteErrorCode: SqliteFull } => new("The disk is full; nothing acknowledged is lost. Free some space and start again.", inner: e),
        SqliteException { SqliteErrorCode: SqliteBusy } => new("The database is busy; try again in a moment.", inner: e),
        SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen } => new("The database cannot be opened for writing; run this as the user who runs the service, or check the data folder's rights.", inner: e),
        IOException { InnerException: AddressInUseException } => new($"Another program listens on {urls}. Stop it, or choose another port, e.g. --urls http://127.0.0.1:8081.", inner: e),
        IOException io when io.Message.Contains("No space left", StringComparison.Ordinal) => new("The disk is full; nothing acknowledged is lost. Free some space and start again.", inner: e),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new($"Not allowed to listen on {urls}: ports below 1024 need rights. Choose a higher one with --urls.", inner: e),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => new($"This machine has no such address: {urls}. Choose one of its own with --urls.", inner: e),
        _ => null,
    };
}
