using System.Globalization;

namespace Fulfilment.Orchestration.Ports;

/// <summary>Why a delivery was parked, in the words that staff read.</summary>
public static class IntakeReasons
{
    public static string Moved(string orderId, DateTimeOffset since) => string.Create(
        CultureInfo.InvariantCulture, $"Order '{orderId}' has lived on another host since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC: point the webhook there; this one moves there with the next export, or send it again.");
}
