using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fulfilment.DurableTask.Replay;

/// <summary>Values to stored UTF-8 JSON and back.</summary>
internal static class Payloads
{
    private const int LongestText = 4_000;
    private const int MostCauses = 10;

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

    /// <summary>A failure is stored once for each try: long texts and deep chains are cut, or an outage of a week would bloat the history.</summary>
    public static byte[] WriteFailure(FailureDetails failure) =>
        JsonSerializer.SerializeToUtf8Bytes(Cut(failure, MostCauses), FailureJson.Default.FailureDetails);

    public static FailureDetails ReadFailure(byte[]? payload) =>
        JsonSerializer.Deserialize(payload!, FailureJson.Default.FailureDetails)!;

    public static string? Text(byte[]? payload) => payload is null ? null : Encoding.UTF8.GetString(payload);

    private static FailureDetails Cut(FailureDetails failure, int causes) => failure with
    {
        ErrorMessage = Cut(failure.ErrorMessage),
        StackTrace = failure.StackTrace is { } stack ? Cut(stack) : null,
        InnerFailure = causes > 0 && failure.InnerFailure is { } inner ? Cut(inner, causes - 1) : null,
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

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
