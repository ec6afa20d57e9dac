namespace Fulfilment.Azure.Tables;

/// <summary>An account's tables.</summary>
/// <param name="service">The table endpoint ("https://account.table.core.windows.net").</param>
/// <param name="prefix">Letters and digits before every table's name; keeps several installations in one account apart.</param>
public sealed class TableService(HttpClient http, Uri service, TableAuthorization authorization, TimeProvider clock, TableRetry? retry = null, string prefix = "")
{
    private readonly TableTransport _transport = new(http, authorization, clock, retry ?? new TableRetry());
    private readonly Uri _service = new(service.ToString().TrimEnd('/') + "/");

    public TableClient Table(string name) => new(_service, prefix + name, _transport);
}
