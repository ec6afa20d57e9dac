using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;
using Fulfilment.Web.Policy;

namespace Fulfilment.Web.Staff;

/// <summary>Reads the policy page's form. Rows whose name is empty are left out; that is also how a row is removed.</summary>
internal static class PolicyForm
{
    public static ReleasePolicy Read(IFormCollection form, int version) => new()
    {
        Version = version,
        Default = Category(form, "default"),
        Categories = Rows(form, "categories", row => Category(form, row)),
        Services = Rows(form, "services", row => Service(form, row)),
        GraceOnEdit = new(form.Choice<GraceOnEditMode>("graceOnEdit"), OptionalMinutes(form, "graceOnEditMinutes") ?? 0),
        MaxGraceMinutes = Minutes(form, "maxGrace"),
        NoticeMinutes = Minutes(form, "notice"),
        PaymentWindowMinutes = Minutes(form, "paymentWindow"),
        EditPaymentWindowMinutes = Minutes(form, "editPaymentWindow"),
        ReleaseOnAuthorized = form.Text("releaseOnAuthorized") is not null,
        Calendar = Calendar(form),
        SlaMinutes = Enum.GetValues<WarehouseStep>().Select(s => (Step: s, Minutes: OptionalMinutes(form, "sla." + s))).Where(s => s.Minutes is not null).ToDictionary(s => s.Step, s => s.Minutes!.Value),
        MaxOvertakes = form.Whole("maxOvertakes", 0, 1_000_000),
        AftercareDays = form.Whole("aftercareDays", 0, 1830),
    };

    private static Dictionary<string, T> Rows<T>(IFormCollection form, string list, Func<string, T> read)
    {
        var rows = new Dictionary<string, T>();
        for (var i = 0; form.ContainsKey($"{list}.{i}.name"); i++)
        {
            if (form.Text($"{list}.{i}.name")?.ToLowerInvariant() is not { } name) continue;
            if (!rows.TryAdd(name, read($"{list}.{i}"))) throw Parameters.Wrong($"{list}.{i}.name", $"'{name}' is there twice.");
        }

        return rows;
    }

    private static CategoryRule Category(IFormCollection form, string row)
    {
        var kinds = Enum.GetValues<ChangeKind>();
        var ticked = kinds.Where(kind => form.Text($"{row}.change.{kind}") is not null).ToList();
        var contact = form.Text(row + ".contact") is null ? null : new ContactRule(true, OptionalMinutes(form, row + ".reminder"), OptionalMinutes(form, row + ".giveUp"));
        return new(Minutes(form, row + ".grace"), ticked.Count == kinds.Length ? null : ticked, contact);
    }

    private static ServiceRule Service(IFormCollection form, string row) =>
        new(OptionalMinutes(form, row + ".grace"), Time(form, row + ".cutOff"), form.Text(row + ".priority") is null ? 0 : form.Whole(row + ".priority", -1000, 1000));

    private static WarehouseCalendar Calendar(IFormCollection form)
    {
        var week = new Dictionary<DayOfWeek, OpeningHours>();
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            var (opens, closes) = (Time(form, $"day.{day}.opens"), Time(form, $"day.{day}.closes"));
            if (opens is null != closes is null) throw Parameters.Wrong($"day.{day}", "Give both hours, or none for a closed day.");
            if (opens is not null) week[day] = new(opens.Value, closes!.Value);
        }

        var holidays = (form.Text("holidays") ?? "").Split(['\n', ',', ' ', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Holiday).Distinct().Order();
        return new() { TimeZone = form.Needed("timeZone"), Week = week, Holidays = [.. holidays], CutOff = Time(form, "cutOff") };
    }

    private static DateOnly Holiday(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Parameters.Wrong("holidays", $"'{text}' is no date such as 2026-12-25.");

    private static TimeOnly? Time(IFormCollection form, string name)
    {
        if (form.Text(name) is not { } text) return null;
        return TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : throw Parameters.Wrong(name, $"'{text}' is no time such as 17:30.");
    }

    private static int Minutes(IFormCollection form, string name) => OptionalMinutes(form, name) ?? throw Parameters.Wrong(name, "Please fill this in: for example 45 min, 10 h or 2 d.");

    private static int? OptionalMinutes(IFormCollection form, string name)
    {
        if (form.Text(name) is not { } text) return null;
        return Durations.Parse(text) ?? throw Parameters.Wrong(name, $"'{text}' is no duration such as 45 min, 10 h or 2 d.");
    }
}
