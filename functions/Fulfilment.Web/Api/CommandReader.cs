using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Api;

/// <summary>A command as it came over the wire, and the hash that tells a repeat from a conflict.</summary>
/// <param name="BodyHash">Of what was asked, without id, actor and time.</param>
internal sealed record ReadCommand(OrderCommand Command, string BodyHash);

/// <summary>
/// Turns a request into a command. The sender says what and, if he likes, under which id and when it happened; who he is
/// comes from his token, never from the body.
/// </summary>
internal static class CommandReader
{
    // The first command of an instance and its own timer are no requests of anybody.
    private static readonly string[] Internal = [nameof(OrderCommand.Place), nameof(OrderCommand.Wake), nameof(OrderCommand.Depart)];

    public static ReadCommand Read(JsonElement body, Actor actor, string? idempotencyKey, DateTimeOffset now)
    {
        if (body.ValueKind != JsonValueKind.Object) throw WireJson.Malformed("$", "A command is an object.");
        if (body.TryGetProperty("actor", out _)) throw WireJson.Malformed("$.actor", "The token says who acts.");
        if (body.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && Internal.Contains(type.GetString()))
            throw WireJson.Malformed("$.type", $"{type.GetString()} cannot be sent.");

        var command = JsonObject.Create(body.Clone())!;
        var hash = Hash(command);
        command["commandId"] = CommandId(body, idempotencyKey);
        command["actor"] = JsonSerializer.SerializeToNode(actor, DomainJson.Options);
        if (!command.ContainsKey("at")) command["at"] = now;
        var read = WireJson.Read<OrderCommand>(JsonSerializer.SerializeToElement(command));
        if (read is OrderCommand.Edit { Changes.Count: 0 }) throw WireJson.Malformed("$.changes", "An edit has at least one change.");
        return new(read, hash);
    }

    /// <summary>The same hash for a command made here (by a page's form).</summary>
    public static string Hash(OrderCommand command) => Hash(JsonSerializer.SerializeToNode(command, DomainJson.Options)!.AsObject());

    private static string Hash(JsonObject command)
    {
        var asked = command.Where(p => p.Key is not ("commandId" or "actor" or "at")).OrderBy(p => p.Key, StringComparer.Ordinal);
        var text = string.Join('\n', asked.Select(p => $"{p.Key}={p.Value?.ToJsonString() ?? "null"}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string CommandId(JsonElement body, string? idempotencyKey)
    {
        if (!body.TryGetProperty("commandId", out var value) || value.ValueKind == JsonValueKind.Null) return idempotencyKey ?? Guid.NewGuid().ToString("N");
        if (value.ValueKind != JsonValueKind.String) throw WireJson.Malformed("$.commandId", "An id is a string.");
        var id = Parameters.CheckKey(value.GetString()!, "$.commandId");
        return idempotencyKey is null || idempotencyKey == id
            ? id
            : throw WireJson.Malformed("$.commandId", $"It differs from the {Parameters.IdempotencyKey} header; send one of them, or the same.");
    }
}
