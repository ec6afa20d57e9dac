using System.Text.Json.Serialization;
using Fulfilment.Domain;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Fulfilment.Web.OpenApi;

/// <summary>The API's description, made from the routes and the types that really are read and written.</summary>
internal static class OpenApiSetup
{
    public static IServiceCollection AddFulfilmentOpenApi(this IServiceCollection services)
    {
        // Schemas follow the options of the host's JSON; they must be those of the wire.
        services.Configure<JsonOptions>(options =>
        {
            foreach (var converter in DomainJson.Options.Converters) options.SerializerOptions.Converters.Add(converter);
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
        });
        return services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) => DescribeAsync(document));
            options.AddOperationTransformer(OperationShapes.TransformAsync);
            options.AddSchemaTransformer(WireSchemas.TransformAsync);
        });
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json");

    private static Task DescribeAsync(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Fulfilment",
            Version = "1",
            Description = "Orders from webhook to delivery. Errors are RFC 9457 problem details with a stable type; a command that is refused is a 200 with outcome rejected.",
        };
        document.Servers = [];
        WireSchemas.RemoveInternalCommands(document);
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [OperationShapes.Staff] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A staff or WMS token, scoped by role and store." },
            [OperationShapes.Shopify] = Header("X-Shopify-Hmac-Sha256", "Base64 HMAC-SHA256 of the raw body."),
            [OperationShapes.WooCommerce] = Header("X-WC-Webhook-Signature", "Base64 HMAC-SHA256 of the raw body."),
            [OperationShapes.Own] = Header("webhook-signature", "Standard Webhooks, with webhook-id and webhook-timestamp."),
            [OperationShapes.EasyPost] = Header("X-Hmac-Signature", "hmac-sha256-hex=… of the raw body."),
            [OperationShapes.SendGrid] = Header("X-Twilio-Email-Event-Webhook-Signature", "ECDSA over timestamp and raw body."),
        };
        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme Header(string name, string description) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = name, Description = description };
}
