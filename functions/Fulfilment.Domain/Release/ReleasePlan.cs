namespace Fulfilment.Domain.Release;

/// <summary>
/// When the order goes to logistics, and everything it waits for: the one object that pages, mails and the API print.
/// </summary>
/// <param name="ReleaseAt">The latest of all blockers; null while one has no known end, and after the release.</param>
/// <param name="EditableUntil">The deadline shown to the customer: never earlier than one shown before.</param>
/// <param name="WakeAt">When the order must look again by itself; null: only a command can move it. Not only releases: also expiries, reminders, SLA alerts, closing.</param>
public sealed record ReleasePlan(
    DateTimeOffset? ReleaseAt, IReadOnlyList<Blocker> Blockers, DateTimeOffset? EditableUntil, int PolicyVersion, int RulesVersion)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? WakeAt { get; init; }
}

/// <param name="Text">English, for staff and API; pages and mails translate by code and data.</param>
/// <param name="Until">When it clears by itself; null when that is not known.</param>
/// <param name="Lines">Ids of the lines it comes from; empty for the whole order.</param>
public sealed record Blocker(BlockerCode Code, string Text, DateTimeOffset? Until, IReadOnlyList<string> Lines)
{
    /// <summary>Named values for translations ("category", "reason", "sku", …).</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();
}

public enum BlockerCode { Grace, Payment, Contact, Stock, Hold, ProvisionalEdit, Warehouse, Notice, TestOrder, NothingToShip }
