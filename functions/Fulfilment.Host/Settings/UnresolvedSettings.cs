using Microsoft.Extensions.Logging;

namespace Fulfilment.Host.Settings;

/// <summary>Says which secrets are missing: without them the service runs, and refuses what they would have let in.</summary>
public static partial class UnresolvedSettings
{
    public static void Warn(FulfilSettings settings, ILogger logger)
    {
        foreach (var origin in settings.Unresolved) Unresolved(logger, origin);
    }

    [LoggerMessage(EventId = 4501, EventName = "UnresolvedSetting", Level = LogLevel.Warning, Message = "{Setting} is a Key Vault reference that was not resolved and counts as not set: put the secret into the vault, then restart the app.")]
    private static partial void Unresolved(ILogger logger, string setting);
}
