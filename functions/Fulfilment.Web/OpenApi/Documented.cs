namespace Fulfilment.Web.OpenApi;

/// <summary>Query parameters that a handler reads by itself.</summary>
public sealed record QueryParameters(IReadOnlyList<string> Names);

internal static class DocumentedExtensions
{
    /// <summary>Taken by routing, left out of the document: handlers refuse other types themselves, with a problem body that routing would not write.</summary>
    public const string AnyType = "*/*";

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params string[] names) => route.WithMetadata(new QueryParameters(names));

    /// <summary>The body a handler reads by itself: JSON, and the other media types if any.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, params string[] others) where T : notnull =>
        route.Accepts<T>("application/json", [.. others, AnyType]);
}
