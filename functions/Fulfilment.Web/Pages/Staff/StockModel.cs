using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Pages.Staff;

/// <param name="Today">In the shop's zone, for the date field.</param>
public sealed record StockModel(StaffFrame Frame, string Store, IReadOnlyList<StockLevel> Levels, string? Next, DateOnly Today)
{
    public string Zone => Frame.Zone(Store);
}
