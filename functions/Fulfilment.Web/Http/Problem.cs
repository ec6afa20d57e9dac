using Fulfilment.Domain;

namespace Fulfilment.Web.Http;

/// <summary>A kind of failure that clients can tell apart by its <c>type</c> (RFC 9457). The names are wire format.</summary>
public sealed record ProblemKind(string Name, int Status, string Title)
{
    public string Type => "urn:fulfilment:problem:" + Name;
}

/// <summary>Every problem this surface answers with.</summary>
public static class ProblemKinds
{
    public static readonly ProblemKind MalformedRequest = new("malformed-request", 400, "The request cannot be read");
    public static readonly ProblemKind InvalidParameter = new("invalid-parameter", 400, "A parameter is missing or wrong");
    public static readonly ProblemKind NotSignedIn = new("not-signed-in", 401, "A valid token is needed");
    public static readonly ProblemKind BadSignature = new("bad-signature", 401, "The signature does not match");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "This token may not do that");
    public static readonly ProblemKind ForgedForm = new("forged-form", 403, "The form did not come from this site");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such thing here");
    public static readonly ProblemKind UnknownStore = new("unknown-store", 404, "There is no such store");
    public static readonly ProblemKind CommandConflict = new("command-conflict", 409, "This command id was used with another body");
    public static readonly ProblemKind OrderMoved = new("order-moved", 409, "The order lives on another host now");
    public static readonly ProblemKind TransferBlocked = new("transfer-blocked", 409, "Orders cannot leave this host at the moment");
    public static readonly ProblemKind AlreadyAnswered = new("already-answered", 409, "This was answered otherwise before");
    public static readonly ProblemKind VersionMismatch = new("version-mismatch", 412, "Somebody else changed it in the meantime");
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The body is over the limit");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body's type is not taken here");
    public static readonly ProblemKind InvalidOrder = new("invalid-order", 422, "The order cannot be taken as it is");
    public static readonly ProblemKind InvalidContent = new("invalid-content", 422, "The content breaks a rule");
    public static readonly ProblemKind PreconditionRequired = new("precondition-required", 428, "Say which version you change");
    public static readonly ProblemKind TooManyTries = new("too-many-tries", 429, "Too many wrong tries");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "Nothing can be kept at the moment");
    public static readonly ProblemKind Internal = new("internal", 500, "Something broke here; it was logged");
}

/// <summary>Thrown by a request's handling to answer with a problem; never leaves the HTTP surface.</summary>
public sealed class ProblemException(ProblemKind kind, string detail, string? path = null) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    /// <summary>JSON path, header or parameter at fault; null when the request as a whole is.</summary>
    public string? Path { get; } = path;

    public IReadOnlyDictionary<string, object?> Extra { get; init; } = new Dictionary<string, object?>();
}

/// <summary>The wire form of a problem.</summary>
public sealed record ProblemBody(string Type, string Title, int Status, string Detail, string? Path, string? Instance);

public static class ProblemResults
{
    public static IResult Answer(this ProblemException problem, HttpContext http)
    {
        var body = new Dictionary<string, object?>
        {
            ["type"] = problem.Kind.Type,
            ["title"] = problem.Kind.Title,
            ["status"] = problem.Kind.Status,
            ["detail"] = problem.Message,
            ["instance"] = http.Request.Path.Value,
        };
        if (problem.Path is not null) body["path"] = problem.Path;
        foreach (var (name, value) in problem.Extra) body[name] = value;
        if (problem.Kind == ProblemKinds.Unavailable) http.Response.Headers.RetryAfter = "30";
        if (problem.Kind == ProblemKinds.NotSignedIn) http.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Json(body, DomainJson.Options, "application/problem+json", problem.Kind.Status);
    }
}
