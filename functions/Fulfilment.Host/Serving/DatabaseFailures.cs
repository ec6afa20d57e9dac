using Fulfilment.DurableTask;
using Fulfilment.Host.Cli;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Serving;

/// <summary>What the database's own commands can meet, as one line for the terminal.</summary>
internal static class DatabaseFailures
{
    public static void Explain(Action work) => Explain(() =>
    {
        work();
        return true;
    });

    public static T Explain<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is EngineFileException or SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(e.Message, inner: e);
        }
    }
}
