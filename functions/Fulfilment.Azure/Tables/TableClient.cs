using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Fulfilment.Azure.Tables;

/// <summary>One table. What an optimistic writer expects to happen is a return value; everything else throws <see cref="TableRequestException"/>.</summary>
public sealed class TableClient
{
    private readonly Uri _service;
    private readonly Uri _table;
    private readonly TableTransport _transport;

    internal TableClient(Uri service, string name, TableTransport transport)
    {
        _service = service;
        _table = new Uri($"{service}{name}");
        _transport = transport;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Does nothing when it exists.</summary>
    public async Task CreateIfAbsentAsync(CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Post, new Uri($"{_service}Tables"), JsonSerializer.SerializeToUtf8Bytes(new { TableName = Name }), null, cancellationToken);
        if (!answer.IsSuccess && answer.Status != HttpStatusCode.Conflict) throw answer.Error();
    }

    /// <summary>Null when there is no such row.</summary>
    public async Task<TableEntity?> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Get, TableUri.Row(_table, partitionKey, rowKey), null, null, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound && TableError.Parse(answer.Body).Code != "TableNotFound") return null;
        if (!answer.IsSuccess) throw answer.Error();
        using var json = JsonDocument.Parse(answer.Body);
        return TableEntityJson.Read(json.RootElement);
    }

    /// <summary>One page of at most 1,000 rows in order of partition and row key. It may be short or empty and still have a next one.</summary>
    public async Task<TablePage> QueryPageAsync(TableQuery query, TableContinuation? from = null, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Get, new Uri($"{_table}(){query.ToQueryString(from)}"), null, null, cancellationToken);
        if (!answer.IsSuccess) throw answer.Error();
        using var json = JsonDocument.Parse(answer.Body);
        var rows = json.RootElement.GetProperty("value").EnumerateArray().Select(TableEntityJson.Read).ToList();
        var next = answer.Header("x-ms-continuation-NextPartitionKey");
        return new TablePage(rows, next is null ? null : new TableContinuation(next, answer.Header("x-ms-continuation-NextRowKey")));
    }

    /// <summary>All rows, page after page as they are consumed.</summary>
    public async IAsyncEnumerable<TableEntity> QueryAsync(TableQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TableContinuation? next = null;
        do
        {
            var page = await QueryPageAsync(query, next, cancellationToken);
            foreach (var row in page.Rows) yield return row;
            next = page.Next;
        } while (next is not null);
    }

    /// <returns>False when the row exists. After a try whose answer was lost that may be this very row.</returns>
    public async Task<bool> InsertAsync(TableEntity entity, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Post, _table, TableEntityJson.Write(entity), null, cancellationToken);
        return answer.Status == HttpStatusCode.Conflict ? false : answer.IsSuccess ? true : throw answer.Error();
    }

    /// <summary>Writes the row whatever is there.</summary>
    public async Task UpsertAsync(TableEntity entity, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Put, TableUri.Row(_table, entity), TableEntityJson.Write(entity), null, cancellationToken);
        if (!answer.IsSuccess) throw answer.Error();
    }

    /// <returns>False when the row was changed or deleted since it was read.</returns>
    public async Task<bool> ReplaceAsync(TableEntity entity, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Put, TableUri.Row(_table, entity), TableEntityJson.Write(entity), entity.ETag ?? throw NotRead(entity), cancellationToken);
        return IsStale(answer.Status) ? false : answer.IsSuccess ? true : throw answer.Error();
    }

    /// <returns>False when the row was changed or deleted since it was read.</returns>
    public async Task<bool> DeleteAsync(TableEntity entity, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Delete, TableUri.Row(_table, entity), null, entity.ETag ?? throw NotRead(entity), cancellationToken);
        return IsStale(answer.Status) ? false : answer.IsSuccess ? true : throw answer.Error();
    }

    /// <summary>Commits all actions or none. At most 100 rows of one partition and 4 MiB.</summary>
    public async Task<TableCommit> CommitAsync(IReadOnlyList<TableAction> actions, CancellationToken cancellationToken = default)
    {
        var batch = $"batch_{Guid.NewGuid():N}";
        var body = TableBatch.Write(_table, actions, batch, $"changeset_{Guid.NewGuid():N}");
        var answer = await _transport.SendAsync(() =>
        {
            var content = new ByteArrayContent(body) { Headers = { ContentType = TableBatch.ContentType(batch) } };
            return new HttpRequestMessage(HttpMethod.Post, $"{_service}$batch") { Content = content };
        }, cancellationToken, TableBatch.Inside);
        if (answer.IsSuccess) return new TableCommit(true, null);
        var error = answer.Error();
        return answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed && error.Code != "TableNotFound"
            ? new TableCommit(false, error.Code)
            : throw error;
    }

    private Task<TableAnswer> SendAsync(HttpMethod method, Uri uri, byte[]? body, string? etag, CancellationToken cancellationToken) => _transport.SendAsync(() =>
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json;odata=minimalmetadata"));
        if (method == HttpMethod.Post) request.Headers.Add("Prefer", "return-no-content");
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }, cancellationToken);

    private static bool IsStale(HttpStatusCode status) => status is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound;

    private static InvalidOperationException NotRead(TableEntity entity) => new($"{entity.PartitionKey}/{entity.RowKey} was not read before.");
}
