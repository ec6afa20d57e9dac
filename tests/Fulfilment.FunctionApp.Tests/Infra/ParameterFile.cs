using System.Text.Json;
using Fulfilment.Host.Settings;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>The application settings of a compiled parameter file.</summary>
internal static class ParameterFile
{
    public static IReadOnlyList<(string Name, string Value)> Settings(JsonElement parameters, string name) =>
        [.. parameters.GetProperty(name).GetProperty("value").EnumerateObject().Select(setting => (setting.Name, setting.Value.GetString()!))];

    /// <summary>As the app reads them.</summary>
    /// <param name="secret">What the setting of this name has in place of its reference.</param>
    public static FulfilSettings Load(JsonElement parameters, Func<string, string> secret)
    {
        var assignments = Settings(parameters, "storeSettings").Concat(Settings(parameters, "vaultReferences").Select(setting => (setting.Name, Value: secret(setting.Name))));
        return SettingsLoader.Load(AppContext.BaseDirectory, [.. assignments.Select(setting => $"{Path(setting.Name)}={setting.Value}")]);
    }

    public static string Path(string setting) => setting["Fulfilment__".Length..].Replace("__", ":", StringComparison.Ordinal);
}
