using Fulfilment.Domain.Release;
using Fulfilment.Integrations;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;

namespace Fulfilment.Web.Pages.Staff;

/// <summary>What surrounds every staff page: who is signed in, where he is, and the shops' zones for its times.</summary>
/// <param name="Active">Path of the section.</param>
/// <param name="Done">One line about what was just done (?done=).</param>
public sealed record StaffFrame(Caller Caller, string FormToken, string Active, IStoreDirectory Stores, string? Done)
{
    internal static StaffFrame Of(HttpContext http, Session session, IStoreDirectory stores, string active) =>
        new(session.Caller, session.FormToken, active, stores, Messages.GetValueOrDefault(http.Request.Query["done"].ToString()));

    // Only known words: the address bar must not put text into the page.
    private static readonly Dictionary<string, string> Messages = new()
    {
        ["replayed"] = "The delivery was replayed and taken.",
        ["still-parked"] = "The delivery still cannot be mapped; the reason below is new.",
        ["retried"] = "The item was put back to work.",
        ["resolved"] = "The alert was taken off the list.",
        ["stock"] = "The stock was changed.",
        ["stock-repeated"] = "This was recorded before; nothing was done twice.",
        ["policy"] = "The policy was saved.",
        ["policy-told"] = "Open orders were told of the policy.",
        ["links-revoked"] = "All customer links of the order were revoked.",
        ["imported"] = "The catalogue was imported.",
        ["welcome"] = "You are signed in, for this once. Make a token for yourself now: the bootstrap secret opens nothing any more.",
        ["token-revoked"] = "The token was revoked; sessions that came from it are over.",
    };

    public string Zone(string store) => Stores.Find(store)?.Profile.TimeZone ?? "Etc/UTC";

    public string ZoneOfOrder(string orderId) => Zone(orderId.Split('.', 2)[0]);

    /// <summary>For tables: "Tue 3 Mar 10:00".</summary>
    public static string Short(DateTimeOffset at, string zone) =>
        CalendarMath.Local(zone, at).ToString("ddd d MMM HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static string Long(DateTimeOffset at, string zone) => Formats.Instant(at, "en", zone);

    /// <summary>The sections the role may open.</summary>
    public IEnumerable<(string Path, string Name)> Sections()
    {
        yield return ("/staff/orders", "Orders");
        yield return ("/staff/alerts", "Alerts");
        yield return ("/staff/stock", "Stock");
        if (Caller.Role is StaffRole.Admin or StaffRole.Agent)
        {
            yield return ("/staff/payments", "Payments");
            yield return ("/staff/mails", "Mails");
            yield return ("/staff/parked", "Parked");
        }

        if (Caller.Role != StaffRole.Admin) yield break;
        yield return ("/staff/quarantine", "Quarantine");
        yield return ("/staff/catalogue", "Catalogue");
        yield return ("/staff/policy", "Policy");
        yield return ("/staff/access", "Access");
    }
}
