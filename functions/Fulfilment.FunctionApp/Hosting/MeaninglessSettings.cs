using Fulfilment.Host.Settings;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>Says which settings are for a machine alone: whoever set one here expects something of it.</summary>
internal static partial class MeaninglessSettings
{
    public static void Warn(FulfilSettings settings, ILogger logger)
    {
        if (settings.Urls is not null) Meaningless(logger, "urls", "the Functions host listens");
        if (settings.OtlpEndpoint is not null) Meaningless(logger, "otlpEndpoint", "what the Functions host collects goes to Application Insights");
    }

    [LoggerMessage(EventId = 4502, EventName = "MeaninglessSetting", Level = LogLevel.Warning, Message = "The setting {Setting} means nothing on Azure Functions: {Reason}. Leave it out.")]
    private static partial void Meaningless(ILogger logger, string setting, string reason);
}
