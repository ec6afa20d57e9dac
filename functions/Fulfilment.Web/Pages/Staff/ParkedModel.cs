using System.Text;
using System.Text.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Pages.Staff;

public sealed record ParkedModel(StaffFrame Frame, ParkedDelivery Parked)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented when it is JSON, else as it came.</summary>
    public string Body
    {
        get
        {
            try
            {
                using var json = JsonDocument.Parse(Parked.Delivery.Body);
                return JsonSerializer.Serialize(json.RootElement, Indented);
            }
            catch (JsonException)
            {
                return Encoding.UTF8.GetString(Parked.Delivery.Body);
            }
        }
    }
}
