using Fulfilment.Testing;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Faults.Tests.Invariants;

/// <summary>What the comparison after a fault takes for the same, and what it does not.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class ResultVersionsTests
{
    private static readonly (string Command, int Minute, int Version)[] Model = [("~effect-1", 5, 3), ("~effect-2", 5, 4), ("~effect-3", 6, 5)];

    [Fact]
    public void Versions_OfTwoResultsOfOneInstantInTheOtherOrder_AreTheSame() =>
        Assert.Equal(Rows(Model), Rows([("~effect-1", 5, 4), ("~effect-2", 5, 3), ("~effect-3", 6, 5)]));

    [Fact]
    public void Versions_OfResultsOfDifferentInstants_MayNotChangePlaces() =>
        Assert.NotEqual(Rows(Model), Rows([("~effect-1", 5, 3), ("~effect-2", 5, 5), ("~effect-3", 6, 4)]));

    [Fact]
    public void Versions_OfTwoResultsOfOneInstantThatLeaveAGap_Differ() =>
        Assert.NotEqual(Rows(Model), Rows([("~effect-1", 5, 3), ("~effect-2", 5, 6), ("~effect-3", 6, 5)]));

    [Fact]
    public void Versions_OfWhatPeopleSaid_AreCompared() =>
        Assert.NotEqual(Rows([("edit-1", 5, 3), .. Model]), Rows([("edit-1", 5, 4), .. Model]));

    [Theory]
    [InlineData(5, "System", true)]
    [InlineData(5, "Customer", false)]
    [InlineData(6, "System", false)]
    public void Without_AnEntryOfTheTimeline_TakesOutVersionsOfTheSystemWhereSeveralResultsCame(int minute, string kind, bool taken)
    {
        using var connection = File(Model);

        var row = new ResultVersions(connection).Without($$$"""orders_timeline: order_id=o1 | revision=7 | entry={"version":4,"at":"2027-01-01T00:0{{{minute}}}:00Z","actor":{"kind":"{{{kind}}}"}}""");

        Assert.Equal(taken, !row.Contains("revision=7", StringComparison.Ordinal));
        Assert.Equal(taken, !row.Contains("\"version\":4", StringComparison.Ordinal));
    }

    private static List<string> Rows((string Command, int Minute, int Version)[] receipts)
    {
        using var connection = File(receipts);
        var versions = new ResultVersions(connection);
        var rows = receipts.Select(r => versions.Without($"orders_receipts: order_id=o1 | command_id={r.Command} | receipt={Receipt(r)}"));
        return [.. rows.Order(StringComparer.Ordinal), .. versions.Rows()];
    }

    private static SqliteConnection File((string Command, int Minute, int Version)[] receipts)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE orders_receipts(order_id TEXT, command_id TEXT, receipt TEXT);"
            + string.Concat(receipts.Select(r => $"INSERT INTO orders_receipts VALUES('o1', '{r.Command}', '{Receipt(r)}');"));
        command.ExecuteNonQuery();
        return connection;
    }

    private static string Receipt((string Command, int Minute, int Version) receipt) =>
        $$"""{"commandId":"{{receipt.Command}}","at":"2027-01-01T00:0{{receipt.Minute}}:00Z","version":{{receipt.Version}}}""";
}
