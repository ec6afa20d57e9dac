using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fulfilment.Web.OpenApi;

/// <summary>Describes what the serialiser's own schema export cannot know: hand-written converters, and fields that the server fills in.</summary>
internal static class WireSchemas
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Money)) Money(schema);
        else if (type == typeof(Currency)) Text(schema, "ISO 4217 code.", null);
        else if (type == typeof(DateTimeOffset)) Text(schema, "RFC 3339, UTC.", "date-time");
        else if (typeof(OrderCommand).IsAssignableFrom(type)) Command(schema);
        return Task.CompletedTask;
    }

    private static void Money(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Required = new HashSet<string> { "amount", "currency" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["amount"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "With the currency's decimals: \"12.34\"." },
            ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "ISO 4217 code." },
        };
    }

    private static void Text(OpenApiSchema schema, string description, string? format)
    {
        schema.Type = JsonSchemaType.String;
        schema.Format = format;
        schema.Description = description;
    }

    /// <summary>The token says who acts; id and time may be left out.</summary>
    private static void Command(OpenApiSchema schema)
    {
        schema.Properties?.Remove("actor");
        foreach (var name in (string[])["actor", "commandId", "at"]) schema.Required?.Remove(name);
    }

    /// <summary>Takes the commands that never come from outside out of the finished document.</summary>
    public static void RemoveInternalCommands(OpenApiDocument document)
    {
        if (document.Components?.Schemas is not { } schemas || !schemas.TryGetValue(nameof(OrderCommand), out var found) || found is not OpenApiSchema command) return;
        command.AnyOf = [.. (command.AnyOf ?? []).Where(c => !IsInternal((c as OpenApiSchemaReference)?.Reference.Id))];
        foreach (var name in schemas.Keys.Where(IsInternal).ToList()) schemas.Remove(name);
        foreach (var name in (command.Discriminator?.Mapping?.Keys ?? []).Where(k => IsInternal(nameof(OrderCommand) + k)).ToList()) command.Discriminator!.Mapping!.Remove(name);
    }

    private static bool IsInternal(string? name) => name is
        nameof(OrderCommand) + nameof(OrderCommand.Place) or nameof(OrderCommand) + nameof(OrderCommand.Wake) or nameof(OrderCommand) + nameof(OrderCommand.Depart);
}
