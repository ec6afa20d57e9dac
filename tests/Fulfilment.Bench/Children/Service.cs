using System.Text.Json;

namespace Fulfilment.Bench.Children;

/// <summary>The product's own program, as its users run it.</summary>
internal static class Service
{
    /// <summary>The script sets it.</summary>
    private static string App => Environment.GetEnvironmentVariable("FULFIL_APP") ?? throw new InvalidOperationException("it needs the service, which the script builds: run it as ./fulfil bench");

    public static Started Start(params string[] arguments) => new([App, .. arguments]);

    /// <summary>Runs one command to its end.</summary>
    /// <returns>The last line of its output.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var command = Start(arguments);
        return await command.EndAsync();
    }

    public static async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await RunAsync(arguments)).RootElement;
}
