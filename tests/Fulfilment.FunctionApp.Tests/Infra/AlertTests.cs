using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fulfilment.FunctionApp.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>Alert rules look for words and names that the app writes, and nothing on the way may drop them.</summary>
public sealed partial class AlertTests
{
    private static readonly string Rules = File.ReadAllText(Path.Combine(Bicep.Infra, "modules", "alerts.bicep"));

    private static readonly string Sources =
        string.Concat(Directory.EnumerateFiles(Path.Combine(Bicep.Root, "functions"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Words_OfTheTraceRules_AreLoggedByTheApp()
    {
        var texts = Messages().Matches(Rules).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(3, texts.Count);
        Assert.All(texts, text => Assert.Contains(text.Replace("SlaMissed", "{Code}", StringComparison.Ordinal), Sources, StringComparison.Ordinal));
        Assert.Contains("\"SlaMissed\"", Sources, StringComparison.Ordinal);
        // Both that it was raised and that it stands begin with the words.
        Assert.Equal(2, Regex.Count(Sources, "Message = \"Staff alert \\{Code\\}"));
    }

    [Fact]
    public void Names_OfTheSilentRule_AreTimersOfTheApp()
    {
        var names = Regex.Match(Rules, "requests \\| where name in \\(([^)]+)\\)").Groups[1].Value.Split(',').Select(name => name.Trim(' ', '"'));
        var timers = typeof(TimerFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule.Contains("*/2", StringComparison.Ordinal) == true))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);
        Assert.Equal(timers.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sampling_OfWhatAlertsCount_IsOff()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Bicep.Root, "host.json")));
        var excluded = host.RootElement.GetProperty("logging").GetProperty("applicationInsights").GetProperty("samplingSettings").GetProperty("excludedTypes").GetString()!.Split(';');
        foreach (var (table, type) in (ReadOnlySpan<(string, string)>)[("requests", "Request"), ("traces", "Trace"), ("exceptions", "Exception")])
            if (Rules.Contains($"'{table} |", StringComparison.Ordinal)) Assert.Contains(type, excluded);
    }

    [Fact]
    public async Task Queues_ThatFill_AreWatchedByThePlatformItself()
    {
        var text = (await Bicep.CompileAsync("main.bicep")).GetRawText();
        Assert.Contains("QueueMessageCount", text, StringComparison.Ordinal);
        Assert.Contains("/queueServices/default", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("message (?:startswith|has) \"([^\"]+)\"")]
    private static partial Regex Messages();
}
