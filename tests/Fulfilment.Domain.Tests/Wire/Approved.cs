using System.Text.Json;

namespace Fulfilment.Domain.Tests.Wire;

/// <summary>
/// Compares JSON with an approved file. What is on the wire or stored stays readable for good: after a change that only adds
/// optional fields, copy the received file from the output folder over the approved one.
/// </summary>
internal static class Approved
{
    private static readonly JsonSerializerOptions Indented = new(DomainJson.Options) { WriteIndented = true };

    public static void Check<T>(string name, T value)
    {
        var json = JsonSerializer.Serialize(value, Indented) + "\n";
        var file = Path.Combine(AppContext.BaseDirectory, "Wire", "approved", $"{name}.json");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved != json) File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "Wire", $"{name}.received.json"), json);
        Assert.Equal(approved, json);

        // What was stored once is read back as what it was.
        var read = JsonSerializer.Deserialize<T>(approved, DomainJson.Options);
        Assert.Equal(json, JsonSerializer.Serialize(read, Indented) + "\n");
    }
}
