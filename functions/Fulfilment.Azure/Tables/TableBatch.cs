using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Fulfilment.Azure.Tables;

/// <summary>An entity-group transaction on the wire: a change set inside a multipart request.</summary>
internal static partial class TableBatch
{
    public const int MaxActions = 100;
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <exception cref="InvalidOperationException">Empty, over a limit, over several partitions, or a row twice.</exception>
    public static byte[] Write(Uri table, IReadOnlyList<TableAction> actions, string batch, string changeset)
    {
        Check(actions);
        using var body = new MemoryStream();
        Line(body, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n");
        foreach (var action in actions)
        {
            Line(body, $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
            WriteAction(body, table, action);
        }

        Line(body, $"--{changeset}--\r\n--{batch}--");
        return body.Length <= MaxBytes ? body.ToArray() : throw new InvalidOperationException($"A transaction of {body.Length} bytes is over the limit of {MaxBytes}.");
    }

    public static MediaTypeHeaderValue ContentType(string batch) => MediaTypeHeaderValue.Parse($"multipart/mixed; boundary={batch}");

    /// <summary>The failed part of a batch's answer, as an answer of its own; the whole when every part succeeded.</summary>
    /// <exception cref="InvalidDataException">Not an answer to a batch.</exception>
    public static TableAnswer Inside(TableAnswer whole)
    {
        var parts = StatusLine().Matches(whole.Body);
        if (parts.Count == 0) throw new InvalidDataException("The answer to a transaction holds no part.");
        foreach (Match part in parts)
        {
            var status = int.Parse(part.Groups["status"].ValueSpan, CultureInfo.InvariantCulture);
            if (status >= 400) return new TableAnswer((HttpStatusCode)status, JsonAfter(whole.Body, part.Index), HeadersAfter(whole, part));
        }

        return whole;
    }

    /// <summary>The part's own Retry-After, or that of the whole.</summary>
    private static HttpResponseHeaders HeadersAfter(TableAnswer whole, Match part)
    {
        using var response = new HttpResponseMessage();
        var end = whole.Body.IndexOf("\r\n\r\n", part.Index, StringComparison.Ordinal);
        var asked = RetryAfter().Match(whole.Body, part.Index, (end < 0 ? whole.Body.Length : end) - part.Index);
        if (!asked.Success) return whole.Headers;
        response.Headers.TryAddWithoutValidation("Retry-After", asked.Groups["value"].Value.Trim());
        return response.Headers;
    }

    private static void Check(IReadOnlyList<TableAction> actions)
    {
        if (actions.Count is 0 or > MaxActions) throw new InvalidOperationException($"A transaction has 1 to {MaxActions} actions, not {actions.Count}.");
        if (actions.Any(action => action.PartitionKey != actions[0].PartitionKey)) throw new InvalidOperationException("A transaction covers one partition.");
        if (actions.Select(action => action.RowKey).Distinct(StringComparer.Ordinal).Count() != actions.Count) throw new InvalidOperationException("A transaction touches a row once.");
    }

    private static void WriteAction(Stream body, Uri table, TableAction action)
    {
        switch (action)
        {
            case TableAction.Insert(var entity): WriteEntity(body, "POST", table, null, entity); break;
            case TableAction.Upsert(var entity): WriteEntity(body, "PUT", TableUri.Row(table, entity), null, entity); break;
            case TableAction.Replace(var entity): WriteEntity(body, "PUT", TableUri.Row(table, entity), Required(entity), entity); break;
            case TableAction.Delete(var entity):
                Line(body, $"DELETE {TableUri.Row(table, entity)} HTTP/1.1\r\nAccept: application/json\r\nIf-Match: {Required(entity)}\r\n");
                break;
            default: throw new InvalidOperationException($"Unknown action {action.GetType().Name}.");
        }
    }

    private static void WriteEntity(Stream body, string method, Uri uri, string? etag, TableEntity entity)
    {
        var match = etag is null ? "" : $"If-Match: {etag}\r\n";
        Line(body, $"{method} {uri} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nContent-Type: application/json\r\nPrefer: return-no-content\r\nDataServiceVersion: 3.0\r\n{match}");
        body.Write(TableEntityJson.Write(entity));
        Line(body, "");
    }

    private static string Required(TableEntity entity) => entity.ETag ?? throw new InvalidOperationException($"{entity.PartitionKey}/{entity.RowKey} was not read before.");

    private static void Line(Stream body, string text) => body.Write(Encoding.UTF8.GetBytes(text + "\r\n"));

    private static string JsonAfter(string body, int start)
    {
        var open = body.IndexOf('{', start);
        var close = body.LastIndexOf('}');
        return open >= 0 && close > open ? body[open..(close + 1)] : "";
    }

    [GeneratedRegex(@"^HTTP/1\.1 (?<status>\d{3})", RegexOptions.Multiline)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"^Retry-After:(?<value>[^\r\n]*)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex RetryAfter();
}
