namespace Fulfilment.Domain.Release;

/// <param name="Path">JSON path of the fault ("$.categories.engraving.graceMinutes").</param>
/// <param name="Message">What it should be.</param>
public sealed record PolicyProblem(string Path, string Message);

/// <summary>Whether a policy makes sense. All problems at once, so that an admin can mend them in one go.</summary>
public static class PolicyValidation
{
    private const int MostMinutes = 5 * 366 * 24 * 60;
    private const int MostDays = 5 * 366;

    public static IReadOnlyList<PolicyProblem> Validate(ReleasePolicy policy)
    {
        var problems = new List<PolicyProblem>();
        Number(problems, "$.version", policy.Version, 1, int.MaxValue);
        Number(problems, "$.maxGraceMinutes", policy.MaxGraceMinutes, 0, MostMinutes);
        Number(problems, "$.noticeMinutes", policy.NoticeMinutes, 0, MostMinutes);
        Number(problems, "$.paymentWindowMinutes", policy.PaymentWindowMinutes, 1, MostMinutes);
        Number(problems, "$.editPaymentWindowMinutes", policy.EditPaymentWindowMinutes, 1, MostMinutes);
        Number(problems, "$.maxOvertakes", policy.MaxOvertakes, 0, 1_000_000);
        Number(problems, "$.aftercareDays", policy.AftercareDays, 0, MostDays);
        Number(problems, "$.graceOnEdit.minutes", policy.GraceOnEdit.Minutes, policy.GraceOnEdit.Mode == GraceOnEditMode.AtLeast ? 1 : 0, MostMinutes);
        Category(problems, "$.default", policy.Default, policy.MaxGraceMinutes);
        foreach (var (name, rule) in policy.Categories)
        {
            Key(problems, "$.categories", name);
            Category(problems, $"$.categories.{name}", rule, policy.MaxGraceMinutes);
        }

        foreach (var (name, rule) in policy.Services) Service(problems, name, rule, policy.Calendar);
        foreach (var (step, minutes) in policy.SlaMinutes) Number(problems, $"$.slaMinutes.{step}", minutes, 1, MostMinutes);
        CalendarValidation.Check(problems, policy.Calendar);
        return problems;
    }

    private static void Category(List<PolicyProblem> problems, string path, CategoryRule rule, int most)
    {
        if (rule.GraceMinutes > most) problems.Add(new($"{path}.graceMinutes", $"must not exceed maxGraceMinutes ({most})"));
        else Number(problems, $"{path}.graceMinutes", rule.GraceMinutes, 0, MostMinutes);
        if (rule.EditableChanges is { } changes && changes.Distinct().Count() != changes.Count) problems.Add(new($"{path}.editableChanges", "names a change twice"));
        if (rule.Contact is { } contact) Contact(problems, $"{path}.contact", contact);
    }

    private static void Contact(List<PolicyProblem> problems, string path, ContactRule contact)
    {
        if (contact.ReminderMinutes is { } reminder) Number(problems, $"{path}.reminderMinutes", reminder, 1, MostMinutes);
        if (contact.GiveUpMinutes is { } giveUp) Number(problems, $"{path}.giveUpMinutes", giveUp, 1, MostMinutes);
        if (contact.GiveUpMinutes <= contact.ReminderMinutes) problems.Add(new($"{path}.giveUpMinutes", "must be later than reminderMinutes"));
    }

    private static void Service(List<PolicyProblem> problems, string name, ServiceRule rule, WarehouseCalendar calendar)
    {
        Key(problems, "$.services", name);
        if (rule.GraceMinutes is { } grace) Number(problems, $"$.services.{name}.graceMinutes", grace, 0, MostMinutes);
        Number(problems, $"$.services.{name}.priority", rule.Priority, -1_000, 1_000);
        if (rule.CutOff is { } cutOff && calendar.Week.Count > 0 && calendar.Week.Values.All(h => h.Opens > cutOff))
            problems.Add(new($"$.services.{name}.cutOff", "lies before the warehouse opens on every day"));
    }

    private static void Key(List<PolicyProblem> problems, string path, string name)
    {
        if (name.Length == 0 || name != name.ToLowerInvariant()) problems.Add(new($"{path}.{name}", "a name is lower case and not empty"));
    }

    private static void Number(List<PolicyProblem> problems, string path, int value, int least, int most)
    {
        if (value < least || value > most) problems.Add(new(path, $"must be from {least} to {most}"));
    }
}
