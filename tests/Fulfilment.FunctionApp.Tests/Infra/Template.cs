using System.Text.Json;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>The compiled template, by modules and types of resources.</summary>
internal sealed class Template(JsonElement root)
{
    public static async Task<Template> CompileAsync() => new(await Bicep.CompileAsync("main.bicep"));

    public JsonElement Parameter(string name) => root.GetProperty("parameters").GetProperty(name);

    /// <summary>The deployment of a module, with what it is given.</summary>
    public JsonElement Module(string name) => Resources(root).Single(resource => Text(resource, "name") == name);

    public IEnumerable<JsonElement> Modules() => Resources(root).Where(IsModule);

    public IReadOnlyList<JsonElement> Of(string module, string type) => OfType(Module(module), type);

    public JsonElement Single(string module, string type) => Assert.Single(Of(module, type));

    public static IReadOnlyList<JsonElement> OfType(JsonElement module, string type) =>
        [.. Resources(module.GetProperty("properties").GetProperty("template")).Where(resource => Text(resource, "type") == type)];

    public static JsonElement At(JsonElement element, params IEnumerable<string> path) => path.Aggregate(element, (at, name) => at.GetProperty(name));

    public static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
            if (!element.TryGetProperty(name, out element)) return null;
        return element.ToString();
    }

    private static IEnumerable<JsonElement> Resources(JsonElement template) => template.GetProperty("resources").EnumerateArray();

    private static bool IsModule(JsonElement resource) => Text(resource, "type") == "Microsoft.Resources/deployments";
}
