using Microsoft.AspNetCore.Builder;

namespace Fulfilment.Web.OpenApi;

/// <summary>Query parameters that a handler reads by itself.</summary>
public sealed record QueryParameters(IReadOnlyList<string> Names);

/// <summary>
/// The body a handler reads by itself. Not ASP.NET's own metadata: with that, routing would answer 415 without a problem body
/// before any handler runs.
/// </summary>
public sealed record RequestBodyOf(Type Type, IReadOnlyList<string> MediaTypes);

internal static class DocumentedExtensions
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params string[] names) => route.WithMetadata(new QueryParameters(names));

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new RequestBodyOf(typeof(T), mediaTypes.Length == 0 ? ["application/json"] : mediaTypes));
}
