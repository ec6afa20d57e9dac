using System.Text.RegularExpressions;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>The deployment as GitHub reads it: which job may do what, in which order, with what.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Bicep.Root, ".github", "workflows", "deploy.yml"));
    private static readonly string Text = string.Join('\n', Lines);

    /// <summary>The lines under a key, by their indentation.</summary>
    private static string Section(string text, string key)
    {
        var lines = text.Split('\n');
        var begin = Array.FindIndex(lines, line => line.TrimStart().StartsWith(key + ":", StringComparison.Ordinal));
        Assert.True(begin >= 0, $"There is no '{key}:'.");
        var indent = Indent(lines[begin]);
        return string.Join('\n', lines.Skip(begin + 1).TakeWhile(line => line.Length == 0 || Indent(line) > indent).Prepend(lines[begin]));
    }

    private static string Job(string name) => Section(Section(Text, "jobs"), name);

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    [Fact]
    public void Lines_Indentation_IsEvenAndWithoutTabs()
    {
        Assert.All(Lines, line => Assert.DoesNotContain('\t', line));
        // Inside a script block the shell's own continuation may stand anywhere.
        Assert.All(Lines.Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)), line => Assert.Equal(0, Indent(line) % 2));
        Assert.Equal(["name", "on", "permissions", "concurrency", "jobs"], Lines.Where(line => line.Length > 0 && char.IsLetter(line[0])).Select(line => line.Split(':')[0]));
    }

    [Fact]
    public void Jobs_Each_HasARunnerAndATimeLimit()
    {
        var jobs = JobNames().Matches(Section(Text, "jobs")).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(["test", "build", "deploy"], jobs);
        Assert.All(jobs, job => Assert.Contains("runs-on: ubuntu-latest", Job(job), StringComparison.Ordinal));
        Assert.All(jobs, job => Assert.Contains("timeout-minutes:", Job(job), StringComparison.Ordinal));
    }

    [Fact]
    public void Actions_Each_IsOfAMajorVersion()
    {
        var actions = Regex.Matches(Text, "uses: (\\S+)").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches("^[a-z]+/[a-z-]+@v[0-9]+$", action));
    }

    [Fact]
    public void Build_Package_IsOfTheOfficialPackagesForTheEnvironmentsBackend()
    {
        var build = Job("build");
        Assert.Contains("AzureSdk: official", Section(build, "env"), StringComparison.Ordinal);
        Assert.Contains("global-json-file: global.json", build, StringComparison.Ordinal);
        Assert.Contains("dotnet publish functions/Fulfilment.FunctionApp", build, StringComparison.Ordinal);
        Assert.Contains("-p:DurableBackend=\"$backend\"", build, StringComparison.Ordinal);
        foreach (var file in (string[])["-f publish/host.json", "-f publish/functions.metadata", "-d publish/.azurefunctions", "! -f publish/local.settings.json"])
            Assert.Contains("test " + file, build, StringComparison.Ordinal);
        Assert.DoesNotContain("AzureSdk", Job("test"), StringComparison.Ordinal);
    }

    /// <summary>The package and the infrastructure must speak of the same backend, whichever the parameter file names.</summary>
    [Fact]
    public void Build_Backend_IsThatOfTheParameterFile()
    {
        var looked = Regex.Match(Job("build"), "grep -q \"(.+)\" \"infra/\\$TARGET.bicepparam\"").Groups[1].Value;
        foreach (var file in (string[])["dev.bicepparam", "prod.bicepparam"])
        {
            var text = File.ReadAllText(Path.Combine(Bicep.Infra, file));
            // No package of the scheduler could be restored and compiled so far: it is a choice and no default.
            Assert.DoesNotMatch(new Regex(looked, RegexOptions.Multiline), text);
            Assert.Matches(new Regex(looked, RegexOptions.Multiline), Regex.Replace(text, "^param backend = .*$|^param name = .*$", "param backend = 'DurableTaskScheduler'", RegexOptions.Multiline));
        }
    }

    [Fact]
    public void Deploy_SignIn_IsByTokenOfThisRunInItsEnvironmentAndAfterTheTests()
    {
        var deploy = Job("deploy");
        Assert.Contains("needs: [test, build]", deploy, StringComparison.Ordinal);
        Assert.Contains("environment: ${{ inputs.environment || 'prod' }}", deploy, StringComparison.Ordinal);
        Assert.Contains("id-token: write", Section(deploy, "permissions"), StringComparison.Ordinal);
        foreach (var variable in (string[])["client-id: ${{ vars.AZURE_CLIENT_ID }}", "tenant-id: ${{ vars.AZURE_TENANT_ID }}", "subscription-id: ${{ vars.AZURE_SUBSCRIPTION_ID }}"])
            Assert.Contains(variable, deploy, StringComparison.Ordinal);
        // Nobody else may ask for a token, and no password is stored.
        Assert.Single(Regex.Matches(Text, "id-token: write"));
        Assert.Contains("contents: read", Section(Text, "permissions"), StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Deploy_Outputs_AreThoseOfTheTemplate()
    {
        var deploy = Job("deploy");
        var outputs = File.ReadAllText(Path.Combine(Bicep.Infra, "main.bicep"));
        foreach (Match match in Regex.Matches(deploy, "jq -r \\.(\\w+)\\.value")) Assert.Contains($"output {match.Groups[1].Value} ", outputs, StringComparison.Ordinal);
        Assert.Contains("infra/$TARGET.bicepparam", deploy, StringComparison.Ordinal);
        Assert.Contains("/healthz", deploy, StringComparison.Ordinal);
    }

    [GeneratedRegex("^  (\\w+):$", RegexOptions.Multiline)]
    private static partial Regex JobNames();
}
