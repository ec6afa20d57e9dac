using System.Globalization;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fulfilment.Web.OpenApi;

/// <summary>Adds to an operation what its handler reads and answers by itself: body, query, keys, roles, problems.</summary>
internal static class OperationShapes
{
    public const string Staff = "staffToken";
    public const string Shopify = "shopifySignature";
    public const string WooCommerce = "woocommerceSignature";
    public const string Own = "standardWebhooks";
    public const string EasyPost = "easypostSignature";
    public const string SendGrid = "sendgridSignature";

    public static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var name in metadata.OfType<QueryParameters>().SelectMany(q => q.Names))
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        var path = "/" + context.Description.RelativePath;
        if (metadata.OfType<TakesIdempotencyKey>().FirstOrDefault() is { } key) operation.Parameters.Add(Header(Parameters.IdempotencyKey, key.Repeat));
        if (string.Equals(context.Description.HttpMethod, "PUT", StringComparison.OrdinalIgnoreCase) && path.StartsWith("/api/policy", StringComparison.Ordinal)) operation.Parameters.Add(Header("If-Match", "The ETag of the policy that was looked at."));

        operation.RequestBody?.Content?.Remove(DocumentedExtensions.AnyType);
        if (operation.RequestBody?.Content?.TryGetValue("application/x-ndjson", out var lines) == true) lines.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        if (operation.RequestBody?.Content?.TryGetValue("text/csv", out var csv) == true) csv.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        if (metadata.OfType<RequiredRoles>().FirstOrDefault() is { } roles)
        {
            operation.Description = $"For {string.Join(", ", roles.Roles).ToLowerInvariant()}.";
            operation.Security = [Requirement(context, Staff)];
        }
        else if (Signature(path) is { } scheme)
        {
            operation.Security = [Requirement(context, scheme)];
        }

        operation.Responses ??= [];
        foreach (var answers in metadata.OfType<SeveralAnswers>()) await DescribeAsync(answers, operation.Responses, context, cancellationToken);
        operation.Responses["default"] = await ProblemAsync(context, cancellationToken);
    }

    private static async Task DescribeAsync(SeveralAnswers answers, OpenApiResponses responses, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var body = responses[answers.Status.ToString(CultureInfo.InvariantCulture)].Content!["application/json"];
        var schemas = new List<IOpenApiSchema>();
        foreach (var type in answers.Types) schemas.Add(await ReferenceAsync(type, context, cancellationToken));
        body.Schema = new OpenApiSchema { AnyOf = schemas };
    }

    private static async Task<OpenApiResponse> ProblemAsync(OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => new()
    {
        Description = "A problem (RFC 9457).",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = await ReferenceAsync(typeof(ProblemBody), context, cancellationToken) },
        },
    };

    private static async Task<IOpenApiSchema> ReferenceAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        context.Document?.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    private static OpenApiParameter Header(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiSecurityRequirement Requirement(OpenApiOperationTransformerContext context, string scheme) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

    private static string? Signature(string path) => path.Split('/') switch
    {
        [_, "webhooks", "shopify", ..] => Shopify,
        [_, "webhooks", "woocommerce", ..] => WooCommerce,
        [_, "webhooks", "orders", ..] => Own,
        [_, "webhooks", "carriers", "easypost", ..] => EasyPost,
        [_, "webhooks", "sendgrid", ..] => SendGrid,
        _ => null,
    };
}
