using System.Globalization;
using System.Text;
using System.Text.Json;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask;

/// <summary>
/// A history as a text file: one line of JSON for the execution, one for each event. What the code asked for is kept without its
/// inputs, which a replay never looks at.
/// </summary>
public static class HistoryFile
{
    private const int Format = 1;

    public static void Write(StoredHistory history, Stream output)
    {
        using var lines = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        lines.WriteLine(Line(json =>
        {
            json.WriteNumber("format", Format);
            json.WriteString("instance", history.InstanceId);
            json.WriteString("orchestrator", history.Name);
            json.WriteNumber("execution", history.Execution);
            if (history.ParentInstanceId is { } parent) json.WriteString("parent", parent);
            if (history.PendingFrom != long.MaxValue) json.WriteNumber("pendingFrom", history.PendingFrom);
        }));
        foreach (var item in history.Events)
        {
            lines.WriteLine(Line(json => Write(json, item)));
        }
    }

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static StoredHistory Read(Stream input)
    {
        using var lines = new StreamReader(input, Encoding.UTF8, leaveOpen: true);
        var number = 1;
        try
        {
            using var header = JsonDocument.Parse(lines.ReadLine() ?? throw new InvalidDataException("The file is empty."));
            if (header.RootElement.GetProperty("format").GetInt32() != Format)
            {
                throw new InvalidDataException("The file's format is not known.");
            }

            var events = new List<HistoryEvent>();
            while (lines.ReadLine() is { } line)
            {
                number++;
                using var json = JsonDocument.Parse(line);
                events.Add(ReadEvent(json.RootElement, events.Count));
            }

            var root = header.RootElement;
            return new StoredHistory(root.GetProperty("instance").GetString()!, root.GetProperty("orchestrator").GetString()!, root.GetProperty("execution").GetInt32(), Text(root, "parent"), events)
            {
                PendingFrom = root.TryGetProperty("pendingFrom", out var pending) ? pending.GetInt64() : long.MaxValue,
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"Line {number} is no part of a history: {error.Message}", error);
        }
    }

    private static void Write(Utf8JsonWriter json, HistoryEvent item)
    {
        json.WriteString("kind", item.Kind.ToString());
        json.WriteString("at", new DateTime(item.At, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
        if (item.TaskId >= 0) json.WriteNumber("task", item.TaskId);
        if (item.Name is { } name) json.WriteString("name", name);
        if (item.Number != 0) json.WriteNumber("number", item.Number);
        if (item.Text is { } text) json.WriteString("text", text);
        if (item.Payload is { } payload && !item.IsAction)
        {
            json.WritePropertyName("payload");
            json.WriteRawValue(payload);
        }
    }

    private static HistoryEvent ReadEvent(JsonElement line, int sequence) => new(Enum.Parse<HistoryKind>(line.GetProperty("kind").GetString()!))
    {
        Sequence = sequence,
        At = DateTime.Parse(line.GetProperty("at").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).Ticks,
        TaskId = line.TryGetProperty("task", out var task) ? task.GetInt32() : -1,
        Name = Text(line, "name"),
        Number = line.TryGetProperty("number", out var number) ? number.GetInt64() : 0,
        Text = Text(line, "text"),
        Payload = line.TryGetProperty("payload", out var payload) ? Encoding.UTF8.GetBytes(payload.GetRawText()) : null,
    };

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Line(Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
