using Fulfilment.Host.Cli;
using Fulfilment.Host.Settings;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Settings;

public sealed class PolicyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_PolicyWithComments_ReadsRulesByCategory()
    {
        var policy = PolicyFile.Load(_folder.Write("policy.json", """
            {
              // engraving takes a while to think over
              "categories": { "engraved": { "graceMinutes": 240, "editableChanges": ["ChangePersonalisation"], "contact": { "required": true } } },
              "graceOnEdit": { "mode": "atLeast", "minutes": 20 },
            }
            """));

        Assert.Equal(240, policy.Categories["engraved"].GraceMinutes);
        Assert.True(policy.Categories["engraved"].Contact!.Required);
        Assert.Equal(20, policy.GraceOnEdit.Minutes);
    }

    [Theory]
    [InlineData("{\n  \"default\": {\n    \"graceMinutes\": \"an hour\"\n} }", "line 3: $.default.graceMinutes")]
    [InlineData("{\n  \"noticeMinuts\": 5\n}", "line 2: $.noticeMinuts")]
    [InlineData("{\n\n nothing }", "line 3")]
    [InlineData("null", "line 1")]
    public void Load_Fault_NamesFileAndLine(string text, string expected)
    {
        var path = _folder.Write("policy.json", text);

        var error = Assert.Throws<UserError>(() => PolicyFile.Load(path));

        Assert.StartsWith($"{path}, {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt()
    {
        var error = Assert.Throws<UserError>(() => PolicyFile.Load(_folder.In("missing.json")));

        Assert.Contains("missing.json", error.Message, StringComparison.Ordinal);
    }
}
