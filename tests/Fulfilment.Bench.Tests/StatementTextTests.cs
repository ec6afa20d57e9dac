using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Tests;

public sealed class StatementTextTests
{
    [Fact]
    public void Split_EveryKindOfValue_ComesBackAsItWasBound()
    {
        var (template, values) = StatementText.Split("INSERT INTO t1(a, b, c, d, e) VALUES(12, -9223372036854775808, 'it''s', x'00FF', NULL)");

        Assert.Equal("INSERT INTO t1(a, b, c, d, e) VALUES(?1, ?2, ?3, ?4, ?5)", template);
        Assert.Equal([12L, long.MinValue, "it's"], values[..3]);
        Assert.Equal(new byte[] { 0, 255 }, values[3]);
        Assert.Null(values[4]);
    }

    [Theory]
    [InlineData("UPDATE meta SET value = value + 1 WHERE key = 'commit'", "UPDATE meta SET value = value + ?1 WHERE key = ?2")]
    [InlineData("DELETE FROM timers WHERE due = 5 AND iid = -7", "DELETE FROM timers WHERE due = ?1 AND iid = ?2")]
    [InlineData("UPDATE t SET n = n -1 WHERE a IS NOT NULL", "UPDATE t SET n = n -?1 WHERE a IS NOT ?2")]
    [InlineData("INSERT INTO t(x) VALUES('')", "INSERT INTO t(x) VALUES(?1)")]
    public void Split_OperatorsAndNames_StayInTheText(string statement, string expected) => Assert.Equal(expected, StatementText.Split(statement).Template);

    [Fact]
    public void Split_AFraction_IsRefused() => Assert.Throws<NotSupportedException>(() => StatementText.Split("INSERT INTO t(x) VALUES(1.5)"));

    [Theory]
    [InlineData("INSERT OR IGNORE INTO outbox_keys(key) VALUES(?1)", "outbox_keys insert")]
    [InlineData("UPDATE instances SET status = ?1", "instances update")]
    [InlineData("DELETE FROM timers WHERE due = ?1", "timers delete")]
    public void KindOf_Statement_IsItsTableAndWhatItDoes(string template, string expected) => Assert.Equal(expected, Recording.KindOf(template));
}
