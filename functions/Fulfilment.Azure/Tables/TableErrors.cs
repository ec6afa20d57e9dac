using System.Net;
using System.Text.Json;

namespace Fulfilment.Azure.Tables;

/// <summary>The service refused a request for a reason that its caller does not expect.</summary>
public sealed class TableRequestException(HttpStatusCode status, string code, string message)
    : Exception($"The table service answered {(int)status} {code}: {message}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>The service's own code ("TableNotFound").</summary>
    public string Code { get; } = code;
}

/// <summary>What an error answer says.</summary>
internal readonly record struct TableError(string Code, string Message)
{
    public static TableError Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.GetProperty("odata.error");
            return new(error.GetProperty("code").GetString() ?? "", error.GetProperty("message").GetProperty("value").GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Proxies answer in their own form.
            return new("", body.Length > 300 ? body[..300] : body);
        }
    }
}
