using System.Text.Json.Serialization;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>A store's rules, tuned by its admins, versioned as a whole. An order keeps the version it started with until a PolicyChanged command.</summary>
public sealed record ReleasePolicy
{
    public int Version { get; init; } = 1;
    /// <summary>For categories not named in <see cref="Categories"/>.</summary>
    public CategoryRule Default { get; init; } = new();
    /// <summary>Keys are lower case.</summary>
    public IReadOnlyDictionary<string, CategoryRule> Categories { get; init; } = new Dictionary<string, CategoryRule>();
    /// <summary>By shipping method code, lower case.</summary>
    public IReadOnlyDictionary<string, ServiceRule> Services { get; init; } = new Dictionary<string, ServiceRule>();
    public GraceOnEdit GraceOnEdit { get; init; } = new(GraceOnEditMode.Keep);
    /// <summary>No grace ends later than this many minutes after the order was placed, whatever edits do.</summary>
    public int MaxGraceMinutes { get; init; } = 7 * 24 * 60;
    /// <summary>When the last other blocker clears after the grace, release waits this long so that the customer hears of it first.</summary>
    public int NoticeMinutes { get; init; }
    /// <summary>An order unpaid for this long is cancelled.</summary>
    public int PaymentWindowMinutes { get; init; } = 3 * 24 * 60;
    /// <summary>A provisional edit unpaid for this long lapses.</summary>
    public int EditPaymentWindowMinutes { get; init; } = 60;
    /// <summary>An authorised, not yet captured payment is enough to release.</summary>
    public bool ReleaseOnAuthorized { get; init; } = true;
    public WarehouseCalendar Calendar { get; init; } = new();
    /// <summary>Minutes from one warehouse step to the next before staff are alerted; a step not named has none.</summary>
    public IReadOnlyDictionary<WarehouseStep, int> SlaMinutes { get; init; } = new Dictionary<WarehouseStep, int>();
    /// <summary>How many younger orders may overtake one that waits for stock.</summary>
    public int MaxOvertakes { get; init; } = 3;
    /// <summary>Days a delivered or cancelled order still listens (late payments, questions) before its instance ends.</summary>
    public int AftercareDays { get; init; } = 45;
}

/// <param name="EditableChanges">Null means all.</param>
public sealed record CategoryRule(int GraceMinutes = 60, IReadOnlyList<ChangeKind>? EditableChanges = null, ContactRule? Contact = null);

/// <summary>Prior contact the shop demands before the goods leave (engravings, furniture).</summary>
/// <param name="ReminderMinutes">A reminder this long after the request; null: none.</param>
/// <param name="GiveUpMinutes">Staff are alerted this long after the request; null: never. It still waits.</param>
public sealed record ContactRule(bool Required, int? ReminderMinutes = null, int? GiveUpMinutes = null);

/// <param name="GraceMinutes">Caps the grace for orders of this service; 0 skips it; null leaves it.</param>
/// <param name="CutOff">Last local time of a day at which it still leaves that day; null: the calendar's.</param>
/// <param name="Priority">Higher goes first in stock and warehouse.</param>
public sealed record ServiceRule(int? GraceMinutes = null, TimeOnly? CutOff = null, int Priority = 0);

/// <param name="Minutes">For AtLeast: the grace ends no earlier than this long after the edit.</param>
public sealed record GraceOnEdit(GraceOnEditMode Mode, int Minutes = 0);

[JsonConverter(typeof(JsonStringEnumConverter<GraceOnEditMode>))]
public enum GraceOnEditMode
{
    [JsonStringEnumMemberName("keep")] Keep,
    [JsonStringEnumMemberName("atLeast")] AtLeast,
    [JsonStringEnumMemberName("restart")] Restart,
}

/// <summary>When the warehouse takes orders. A local time in a daylight-saving gap moves after it; in an overlap the earlier offset counts.</summary>
public sealed record WarehouseCalendar
{
    /// <summary>IANA id.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";
    /// <summary>Empty: always open. A day not named is closed.</summary>
    public IReadOnlyDictionary<DayOfWeek, OpeningHours> Week { get; init; } = new Dictionary<DayOfWeek, OpeningHours>();
    /// <summary>Closed local dates.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];
    /// <summary>Local time after which nothing more is taken that day; null: until closing.</summary>
    public TimeOnly? CutOff { get; init; }
}

/// <param name="Closes">Exclusive; midnight (00:00) means the end of the day.</param>
public sealed record OpeningHours(TimeOnly Opens, TimeOnly Closes);
