using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulfilment.Domain;

namespace Fulfilment.Web.Http;

/// <summary>Reads JSON bodies strictly: what is not understood is refused with its path, never dropped.</summary>
internal static class WireJson
{
    /// <exception cref="ProblemException">400 with the path of the fault.</exception>
    public static JsonElement Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            if (JsonTexts.FindBroken(document.RootElement) is { } broken) throw Malformed(broken, JsonTexts.Broken);
            return document.RootElement.Clone();
        }
        catch (JsonException e) when (e.LineNumber is null)
        {
            throw Malformed("$", $"This is not JSON as it is taken here: {e.Message}");
        }
        catch (JsonException e)
        {
            throw Malformed("$", $"This is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    /// <exception cref="ProblemException">400 with the path of the fault.</exception>
    public static T Read<T>(JsonElement json)
    {
        var type = (JsonTypeInfo<T>)DomainJson.Options.GetTypeInfo(typeof(T));
        if (json.ValueKind == JsonValueKind.Null) throw Malformed("$", "The body is null.");
        if (WireShape.Check(json, type) is { } fault) throw Malformed(fault.Path, fault.Detail);
        try
        {
            return json.Deserialize(type) ?? throw Malformed("$", "The body is null.");
        }
        catch (JsonException e)
        {
            throw Malformed(e.Path ?? "$", e.InnerException is null ? "The value does not fit this field." : e.InnerException.Message);
        }
    }

    public static async Task<T> ReadAsync<T>(HttpRequest request, int limit)
    {
        MustBeJson(request);
        return Read<T>(Parse(await RequestBody.ReadAsync(request, limit)));
    }

    public static void MustBeJson(HttpRequest request)
    {
        if (!request.HasJsonContentType()) throw new ProblemException(ProblemKinds.UnsupportedMediaType, "Send application/json.", "Content-Type");
    }

    public static ProblemException Malformed(string path, string detail) => new(ProblemKinds.MalformedRequest, detail, path);
}
