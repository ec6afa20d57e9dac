using System.Text.Json;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>host.json: plain JSON for every tool that reads it, and a reason in the docs for whatever it says.</summary>
public sealed class HostJsonTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Bicep.Root, "host.json"));

    [Fact]
    public void HostJson_ReadStrictly_IsJsonWithTheSchedulersVariantBesideTheChosenOne()
    {
        using var host = JsonDocument.Parse(Text);
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        Assert.Equal("AzureStorage", durable.GetProperty("storageProvider").GetProperty("type").GetString());
        var variant = durable.GetProperty("// storageProvider");
        Assert.Equal("azureManaged", variant.GetProperty("type").GetString());
        // The same setting that infra/ fills.
        Assert.Contains(variant.GetProperty("connectionStringName").GetString()! + ":", File.ReadAllText(Path.Combine(Bicep.Infra, "modules", "functionapp.bicep")), StringComparison.Ordinal);
    }

    [Fact]
    public void HostJson_EverySetting_IsNamedInTheDocs()
    {
        var docs = File.ReadAllText(Path.Combine(Bicep.Root, "docs", "azure.md"));
        using var host = JsonDocument.Parse(Text);
        var missing = Leaves(host.RootElement).Where(name => !docs.Contains($"`{name}`", StringComparison.Ordinal) && !docs.Contains($".{name}`", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.EnumerateObject().Where(property => !property.Name.StartsWith("//", StringComparison.Ordinal)).SelectMany(property =>
        property.Value.ValueKind == JsonValueKind.Object ? Leaves(property.Value) : [property.Name]);
}
