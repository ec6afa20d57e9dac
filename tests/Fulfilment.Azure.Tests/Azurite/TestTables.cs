using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Tests.Azurite;

/// <summary>Tables that no other test sees: each test has its own prefix.</summary>
public static class TestTables
{
    private static readonly HttpClient Http = new();
    private static int _count;

    public static string NextPrefix() => $"t{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";

    public static async Task<TableService> OpenAsync(string? prefix = null)
    {
        var account = StorageAccount.Parse((await AzuriteServer.GetAsync()).ConnectionString);
        return new TableService(Http, account.Tables, account.TableAuthorization(), TimeProvider.System, prefix: prefix ?? NextPrefix());
    }

    public static async Task<TableClient> CreateAsync(string name = "Rows")
    {
        var table = (await OpenAsync()).Table(name);
        await table.CreateIfAbsentAsync();
        return table;
    }
}
