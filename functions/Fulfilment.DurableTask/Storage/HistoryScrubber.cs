using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// Checks, beside the running engine, the history that was too much to be checked at its opening: once, from the oldest row
/// on, a piece at a time. It rests between the pieces, so that it takes little of the machine and holds no snapshot that
/// would keep the write-ahead log from beginning anew.
/// </summary>
internal sealed class HistoryScrubber : IDisposable
{
    private const long PieceBytes = 4 * 1024 * 1024;

    /// <summary>Of a core, so much is left to others.</summary>
    private const int RestsPerWork = 3;

    private readonly string _directory;
    private readonly long _upTo;
    private readonly Action<long> _beforePiece;
    private readonly Action<HistoryDamage> _onDamage;
    private readonly ILogger _logger;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread? _thread;

    /// <param name="upTo">Number of the last row to check; 0: there is nothing to do.</param>
    /// <param name="onDamage">Called at most once, on the scrubber's thread.</param>
    public HistoryScrubber(string directory, long upTo, Action<long> beforePiece, Action<HistoryDamage> onDamage, ILogger logger)
    {
        (_directory, _upTo, _beforePiece, _onDamage, _logger) = (directory, upTo, beforePiece, onDamage, logger);
        if (upTo > 0)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "history scrubber", Priority = ThreadPriority.BelowNormal };
            _thread.Start();
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            using var connection = DatabaseFile.OpenForReading(_directory, []);
            Scrub(connection);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR)
        {
            _onDamage(new HistoryDamage(null, $"the history cannot be read ({error.Message})"));
        }
        catch (Exception error) when (error is SqliteException or EngineFileException)
        {
            // What cannot be read now is met again by whoever needs it, and by the next start.
            _logger.LogError(error, "The older history in {Directory} could not be checked; 'fulfil check' reads all of it", _directory);
        }
    }

    private void Scrub(SqliteConnection connection)
    {
        var (watch, rows, from) = (Stopwatch.StartNew(), 0L, 0L);
        while (!_stop.IsSet)
        {
            _beforePiece(from);
            var begun = Stopwatch.GetTimestamp();
            var piece = HistoryChecker.CheckSlice(connection, (from, _upTo), PieceBytes);
            (rows, from) = (rows + piece.Rows, piece.LastRow);
            if ((piece.Damage ?? (piece.AtEnd ? HistoryChecker.Missing(connection) : null)) is { } damage)
            {
                _onDamage(damage);
                return;
            }

            if (piece.AtEnd)
            {
                _logger.LogInformation("All history is verified: the {Rows} older rows beside the running engine, in {Seconds:0.0} s", rows, watch.Elapsed.TotalSeconds);
                return;
            }

            _stop.Wait(Stopwatch.GetElapsedTime(begun) * RestsPerWork);
        }
    }
}
