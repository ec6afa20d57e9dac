using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Tests.World;

/// <summary>A second host beside the first, and what moves between them.</summary>
internal sealed partial class OrderWorld
{
    /// <summary>Another host in the same world: the same time, mail provider and payment provider, a database of its own.</summary>
    public async Task<OrderWorld> AnotherAsync()
    {
        var world = new OrderWorld(Policy) { Clock = Clock, Mail = Mail, Payments = Payments };
        await world.OpenAsync();
        return world;
    }

    public override Task<(byte[] File, ExportResult Result)> ExportAsync() => ExportAsync(storage: null);

    public override Task<ImportResult> ImportAsync(byte[] file) => ImportAsync(file, storage: null);

    /// <summary>Stops the host, empties it into a file, and starts it again, as an operator might by mistake.</summary>
    public async Task<(byte[] File, ExportResult Result)> ExportAsync(Func<IEngineStore, IEngineStore>? storage)
    {
        await CloseAsync();
        try
        {
            await OpenAsync(emptying: true, storage: storage);
            await IdleAsync();
            using var file = new MemoryStream();
            using var writer = new TransferFileWriter(file);
            var result = await Get<OrderExport>().RunAsync(record => writer.WriteAsync(record));
            await writer.FinishAsync();
            return (file.ToArray(), result);
        }
        finally
        {
            await RestartAsync();
        }
    }

    /// <summary>Stops the host, puts the file into it, and starts it again.</summary>
    public async Task<ImportResult> ImportAsync(byte[] file, Func<IEngineStore, IEngineStore>? storage)
    {
        await CloseAsync();
        try
        {
            await OpenAsync(starts: false, storage: storage);
            var summary = await TransferFile.CheckAsync(new MemoryStream(file));
            var import = Get<OrderImport>();
            var result = new ImportResult();
            await import.BeginAsync(summary.Header);
            await foreach (var record in TransferFile.ReadAsync(new MemoryStream(file))) result = await import.PutAsync(record, summary.Header.ExportedAt, result);
            await import.FinishAsync(summary.Header);
            return result;
        }
        finally
        {
            await RestartAsync();
        }
    }
}
