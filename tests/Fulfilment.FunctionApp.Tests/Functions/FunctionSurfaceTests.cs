using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fulfilment.Azure.Storage;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration;
using Microsoft.Azure.Functions.Worker;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>What the Functions host sees of the app: names, triggers and host.json, which must fit together.</summary>
public sealed class FunctionSurfaceTests
{
    private static readonly List<(FunctionAttribute Function, MethodInfo Method)> All =
    [
        .. typeof(OrderFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => (Function: method.GetCustomAttribute<FunctionAttribute>()!, Method: method)).Where(function => function.Function is not null),
    ];

    private static IEnumerable<T> Triggers<T>() where T : Attribute =>
        All.SelectMany(function => function.Method.GetParameters()).Select(parameter => parameter.GetCustomAttribute<T>()).OfType<T>();

    private static JsonElement HostJson()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "host.json"));
        return JsonDocument.Parse(file, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement;
    }

    [Fact]
    public void Functions_EveryOrchestratorAndActivityOfTheRegistry_HasOne()
    {
        var registry = OrchestrationRegistration.CreateRegistry();
        Assert.Equal(registry.Orchestrators.Keys.Order(StringComparer.Ordinal), NamesWith<OrchestrationTriggerAttribute>());
        Assert.Equal(registry.Activities.Keys.Order(StringComparer.Ordinal), NamesWith<ActivityTriggerAttribute>());
    }

    [Fact]
    public void Functions_Names_AreAllDifferent() =>
        Assert.Equal(All.Count, All.Select(function => function.Function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Queues_EachHasAFunctionAndItsPoisonIsLookedAfter()
    {
        var queues = Triggers<QueueTriggerAttribute>().ToList();
        string[] read = [QueueNames.Intake, QueueNames.Outbox, QueueNames.WmsSteps];
        Assert.Equal(read.Order(StringComparer.Ordinal), queues.Select(queue => queue.QueueName).Order(StringComparer.Ordinal));
        Assert.All(queues, queue => Assert.Equal("AzureWebJobsStorage", queue.Connection));
        Assert.Equal(read, PoisonQueues.Queues);
    }

    [Fact]
    public void Functions_Each_IsDrivenByATest()
    {
        var driven = typeof(FunctionSurfaceTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any()).SelectMany(method => method.GetCustomAttributes<DrivesAttribute>()).Select(drives => drives.Function);
        Assert.Equal(All.Select(function => function.Function.Name).Order(StringComparer.Ordinal), driven.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Documentation_OfTheFunctions_NamesEachAndNoOther()
    {
        var section = File.ReadAllText(Path.Combine(Infra.Bicep.Root, "docs", "azure.md")).Split("\n## ").Single(part => part.StartsWith("Functions\n", StringComparison.Ordinal));
        var named = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Regex.Matches(line.Split('|')[1], "`(\\w+)`").Select(match => match.Groups[1].Value));
        Assert.Equal(All.Select(function => function.Function.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Http_OneCatchAllAtTheRoot_WithoutFunctionKeys()
    {
        var http = Assert.Single(Triggers<HttpTriggerAttribute>());
        Assert.Equal(("{*path}", AuthorizationLevel.Anonymous), (http.Route, http.AuthLevel));
        Assert.Equal("", HostJson().GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    [Fact]
    public void HostJson_QueueEncoding_IsThatOfTheSenders() =>
        Assert.Equal("base64", HostJson().GetProperty("extensions").GetProperty("queues").GetProperty("messageEncoding").GetString());

    [Fact]
    public void HostJson_FunctionTimeout_IsShorterThanTheOutboxLease() =>
        Assert.True(TimeSpan.Parse(HostJson().GetProperty("functionTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture) < TimeSpan.FromMinutes(6));

    [Fact]
    public void DurableClients_EveryFunctionThatReachesTheStores_HasOne()
    {
        // A function without one would fail at its first event.
        var without = All.Where(function => function.Method.GetParameters().All(parameter => parameter.GetCustomAttribute<DurableClientAttribute>() is null)).Select(function => function.Function.Name);
        Assert.Equal(["OrderOrchestrator"], without);
    }

    private static IEnumerable<string> NamesWith<T>() where T : Attribute => All
        .Where(function => function.Method.GetParameters().Any(parameter => parameter.GetCustomAttribute<T>() is not null))
        .Select(function => function.Function.Name).Order(StringComparer.Ordinal);
}
