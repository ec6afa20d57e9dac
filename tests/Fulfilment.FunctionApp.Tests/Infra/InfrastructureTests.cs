using System.Text.Json;
using System.Text.RegularExpressions;
using Fulfilment.Host.Settings;

namespace Fulfilment.FunctionApp.Tests.Infra;

public sealed partial class InfrastructureTests
{
    // Blob owner, queue and table contributor; secrets user and officer; metrics publisher; durable task contributor.
    private static readonly string[] Roles =
    [
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "974c5e8b-45b9-4653-ba55-5f855dd0fbe8", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        "4633458b-17de-408a-b874-0445c86b69e6", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "3913510d-42f4-4e42-8a64-420c390055eb", "0ad04412-c4d5-4796-b79c-f76d14c8d402",
    ];

    [Fact]
    public async Task Template_Compiles_WithoutAWarning()
    {
        var template = await Bicep.CompileAsync("main.bicep");
        var modules = template.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("name").GetString()!).ToList();
        foreach (var module in (string[])["monitoring", "network", "storage", "vault", "scheduler", "app", "alerts"]) Assert.Contains(module, modules);
    }

    [Fact]
    public async Task Template_Roles_AreThoseThatTheAppNeedsAndNoOthers()
    {
        var text = (await Bicep.CompileAsync("main.bicep")).GetRawText();
        var found = Guids().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Roles.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task Template_Settings_HoldNoKeyAndNoConnectionStringOfStorage()
    {
        var text = (await Bicep.CompileAsync("main.bicep")).GetRawText();
        foreach (var forbidden in (string[])["listKeys", "AccountKey=", "listAccountSas", "SharedAccessSignature"]) Assert.DoesNotContain(forbidden, text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"allowSharedKeyAccess\":false", text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Parameters_Settings_AreSettingsThatTheAppKnows(string file)
    {
        var parameters = await Bicep.CompileAsync(file);
        var settings = ParameterFile.Load(parameters, SecretFor);
        Assert.NotEmpty(settings.Stores);
    }

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Parameters_Secrets_StandInNoFile(string file) =>
        Assert.All(ParameterFile.Settings(await Bicep.CompileAsync(file), "storeSettings"), setting => Assert.DoesNotMatch("(?i)secret|password|apikey", setting.Name));

    [Fact]
    public void LocalSettingsSample_Settings_AreSettingsThatTheAppKnows()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Bicep.Root, "local.settings.sample.json")));
        var values = file.RootElement.GetProperty("Values").EnumerateObject().Where(value => value.Name.StartsWith("Fulfilment__", StringComparison.Ordinal)).ToList();
        var settings = SettingsLoader.Load(AppContext.BaseDirectory, [.. values.Select(value => $"{ParameterFile.Path(value.Name)}={value.Value.GetString()}")]);
        Assert.Equal("demo", Assert.Single(settings.Stores).Store.Profile.Id);
    }

    /// <summary>What stands in for the vault: long enough base64 for every kind.</summary>
    private static string SecretFor(string setting) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"a made-up value for {setting}"));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guids();
}
