namespace Fulfilment.Web.OpenApi;

/// <summary>Query parameters that a handler reads by itself.</summary>
public sealed record QueryParameters(IReadOnlyList<string> Names);

/// <summary>The handler takes an <c>Idempotency-Key</c>.</summary>
/// <param name="Repeat">What a repeat under the same key gets.</param>
public sealed record TakesIdempotencyKey(string Repeat);

/// <summary>One status whose body is one of several types.</summary>
public sealed record SeveralAnswers(int Status, IReadOnlyList<Type> Types);

internal static class DocumentedExtensions
{
    /// <summary>Taken by routing, left out of the document: handlers refuse other types themselves, with a problem body that routing would not write.</summary>
    public const string AnyType = "*/*";

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params string[] names) => route.WithMetadata(new QueryParameters(names));

    /// <summary>ASP.NET Core's own metadata keep one type for each status.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status, params IReadOnlyList<Type> types) => route.Produces(status, types[0]).WithMetadata(new SeveralAnswers(status, types));

    /// <summary>For what ends in a command to an order.</summary>
    public static RouteHandlerBuilder WithCommandKey(this RouteHandlerBuilder route) => route.WithMetadata(new TakesIdempotencyKey("A repeat with the same key and body gets the first answer; with another body it is a conflict."));

    public static RouteHandlerBuilder WithBookingKey(this RouteHandlerBuilder route) => route.WithMetadata(new TakesIdempotencyKey("What was booked under this key is not booked again; the answer says so."));

    /// <summary>The body a handler reads by itself: JSON, and the other media types if any.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, params string[] others) where T : notnull =>
        route.Accepts<T>("application/json", [.. others, AnyType]);
}
