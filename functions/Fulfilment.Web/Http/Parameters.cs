using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Http;

/// <summary>Reads query, header and path values, and says which one is wrong.</summary>
internal static class Parameters
{
    public const string IdempotencyKey = "Idempotency-Key";

    public static string? Query(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;

    public static bool Flag(this HttpRequest request, string name) => request.Query(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Wrong(name, $"'{other}' is neither true nor false."),
    };

    public static long Number(this HttpRequest request, string name, long otherwise, long min, long max)
    {
        if (request.Query(name) is not { } text) return otherwise;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, $"'{text}' is not a whole number from {min} to {max}.");
    }

    public static DateTimeOffset? Instant(this HttpRequest request, string name)
    {
        if (request.Query(name) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw Wrong(name, $"'{text}' is not a time such as 2026-03-29T09:00:00Z.");
    }

    public static TEnum? Choice<TEnum>(this HttpRequest request, string name) where TEnum : struct, Enum
    {
        if (request.Query(name) is not { } text) return null;
        return Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(text[0])
            ? value
            : throw Wrong(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<TEnum>())}.");
    }

    /// <summary>An <c>Idempotency-Key</c> of 1 to 100 visible ASCII characters; null when none was sent.</summary>
    public static string? Key(this HttpRequest request) =>
        request.Headers.TryGetValue(IdempotencyKey, out var value) && value.ToString() is { Length: > 0 } key ? CheckKey(key, IdempotencyKey) : null;

    public static string CheckKey(string key, string where) =>
        key.Length is > 0 and <= 100 && key.All(c => c is > ' ' and < '\x7f') && !CommandIds.IsInternal(key)
            ? key
            : throw Wrong(where, "An id has 1 to 100 visible ASCII characters and does not begin with '~'.");

    /// <summary>Servers leave an encoded slash in a path as it is; keys of releases and alerts contain one.</summary>
    public static string UnescapeSlashes(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public static StoreSettings Store(this IStoreDirectory stores, string id) =>
        stores.Find(id) ?? throw new ProblemException(ProblemKinds.UnknownStore, $"No store '{id}' is set up here.");

    /// <summary>The store an order id names; 404 when the id has not the form of one.</summary>
    public static string StoreOf(string orderId)
    {
        var dot = orderId.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && OrderIds.IsStoreKey(orderId[..dot]) ? orderId[..dot] : throw UnknownOrder(orderId);
    }

    public static ProblemException UnknownOrder(string orderId) => new(ProblemKinds.NotFound, $"There is no order '{orderId}'.");

    public static ProblemException MovedOrder(string orderId, DateTimeOffset since) => new(
        ProblemKinds.OrderMoved, $"Order '{orderId}' has lived on another host since {since.UtcDateTime:O}; nothing was done here: send the command there, under the same id.");

    public static ProblemException Wrong(string name, string detail) => new(ProblemKinds.InvalidParameter, detail, name);

    public static IResult Json(object? value, int status = StatusCodes.Status200OK) => Results.Json(value, DomainJson.Options, statusCode: status);
}
