using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fulfilment.DurableTask.Replay;

/// <summary>Values to stored UTF-8 JSON and back.</summary>
internal static class Payloads
{
    /// <summary>Null stays null: no payload is stored.</summary>
    /// <exception cref="PayloadTooLargeException">The JSON is over <paramref name="limit"/> bytes.</exception>
    public static byte[]? Write(object? value, JsonSerializerOptions json, string what, int limit)
    {
        if (value is null)
        {
            return null;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json);
        return bytes.Length <= limit ? bytes : throw new PayloadTooLargeException(what, bytes.Length, limit);
    }

    public static T? Read<T>(byte[]? payload, JsonSerializerOptions json) =>
        payload is null ? default : JsonSerializer.Deserialize<T>(payload, json);

    public static byte[] WriteFailure(FailureDetails failure) =>
        JsonSerializer.SerializeToUtf8Bytes(failure, FailureJson.Default.FailureDetails);

    public static FailureDetails ReadFailure(byte[]? payload) =>
        JsonSerializer.Deserialize(payload!, FailureJson.Default.FailureDetails)!;

    public static string? Text(byte[]? payload) => payload is null ? null : Encoding.UTF8.GetString(payload);

    /// <summary>An exception of a stranger's making may even throw when asked for its message.</summary>
    public static FailureDetails Describe(Exception exception)
    {
        try
        {
            return FailureDetails.From(exception);
        }
        catch (Exception broken)
        {
            return new FailureDetails(exception.GetType().FullName ?? exception.GetType().Name, $"(its message cannot be read: {broken.GetType().Name})");
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FailureDetails))]
internal sealed partial class FailureJson : JsonSerializerContext;
