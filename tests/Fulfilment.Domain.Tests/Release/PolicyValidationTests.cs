using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Tests.Release;

public sealed class PolicyValidationTests
{
    [Fact]
    public void Validate_Default_HasNoProblems() => Assert.Empty(PolicyValidation.Validate(new()));

    public static TheoryData<string, ReleasePolicy> Bad => new()
    {
        { "$.version", new() { Version = 0 } },
        { "$.maxGraceMinutes", new() { MaxGraceMinutes = int.MaxValue } },
        { "$.noticeMinutes", new() { NoticeMinutes = -5 } },
        { "$.paymentWindowMinutes", new() { PaymentWindowMinutes = 0 } },
        { "$.editPaymentWindowMinutes", new() { EditPaymentWindowMinutes = 0 } },
        { "$.maxOvertakes", new() { MaxOvertakes = -1 } },
        { "$.aftercareDays", new() { AftercareDays = int.MaxValue } },
        { "$.graceOnEdit.minutes", new() { GraceOnEdit = new(GraceOnEditMode.AtLeast) } },
        { "$.default.graceMinutes", new() { Default = new(-1) } },
        { "$.categories.engraving.graceMinutes", new() { MaxGraceMinutes = 100, Categories = Named(new CategoryRule(101)) } },
        { "$.categories.Engraving", new() { Categories = new Dictionary<string, CategoryRule> { ["Engraving"] = new() } } },
        { "$.categories.engraving.editableChanges", new() { Categories = Named(new CategoryRule(60, [ChangeKind.AddLine, ChangeKind.AddLine])) } },
        { "$.categories.engraving.contact.giveUpMinutes", new() { Categories = Named(new CategoryRule(60, null, new(true, 60, 30))) } },
        { "$.services.express.graceMinutes", new() { Services = new Dictionary<string, ServiceRule> { ["express"] = new(-1) } } },
        { "$.slaMinutes.Packing", new() { SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Packing] = 0 } } },
        { "$.calendar.timeZone", new() { Calendar = new() { TimeZone = "Nowhere/Land" } } },
        { "$.calendar.week.Monday", new() { Calendar = Week(new(new(17, 0), new(9, 0))) } },
        { "$.calendar.cutOff", new() { Calendar = Week(new(new(9, 0), new(17, 0))) with { CutOff = new(8, 0) } } },
        { "$.services.express.cutOff", new() { Calendar = Week(new(new(9, 0), new(17, 0))), Services = new Dictionary<string, ServiceRule> { ["express"] = new(null, new(8, 0)) } } },
        { "$.calendar.holidays", new() { Calendar = new() { Holidays = [new(2025, 5, 1), new(2025, 5, 1)] } } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_OneFault_NamesItsPath(string path, ReleasePolicy policy)
    {
        var problem = Assert.Single(PolicyValidation.Validate(policy));
        Assert.Equal(path, problem.Path);
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesAll() =>
        Assert.Equal(["$.version", "$.noticeMinutes"], PolicyValidation.Validate(new() { Version = 0, NoticeMinutes = -1 }).Select(p => p.Path));

    private static Dictionary<string, CategoryRule> Named(CategoryRule rule) => new() { ["engraving"] = rule };

    private static WarehouseCalendar Week(OpeningHours hours) => new() { Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Monday] = hours } };
}
