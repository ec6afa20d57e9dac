using System.Xml.Linq;

namespace Fulfilment.Orchestration.Tests.Architecture;

/// <summary>The arrows between projects. A project may be merged with its neighbour; an arrow may not be turned.</summary>
public sealed class ReferenceGraphTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Fulfilment.DurableTask.Abstractions"] = [],
        ["Fulfilment.Domain"] = [],
        ["Fulfilment.Orchestration"] = ["Fulfilment.Domain", "Fulfilment.DurableTask.Abstractions"],
        ["Fulfilment.DurableTask"] = ["Fulfilment.DurableTask.Abstractions"],
        ["Fulfilment.Storage.Sqlite"] = ["Fulfilment.Orchestration", "Fulfilment.DurableTask"],
        ["Fulfilment.Azure"] = ["Fulfilment.Orchestration"],
        ["Fulfilment.Integrations"] = ["Fulfilment.Orchestration"],
        ["Fulfilment.Web"] = ["Fulfilment.Orchestration", "Fulfilment.Integrations"],
        ["Fulfilment.Host"] = ["Fulfilment.Web", "Fulfilment.Storage.Sqlite", "Fulfilment.DurableTask", "Fulfilment.Integrations", "Fulfilment.Orchestration", "Fulfilment.Domain", "Fulfilment.DurableTask.Abstractions"],
        ["Fulfilment.FunctionApp"] = ["Fulfilment.FunctionApp.Reference", "Fulfilment.Azure", "Fulfilment.Web", "Fulfilment.Integrations", "Fulfilment.Orchestration", "Fulfilment.Domain", "Fulfilment.DurableTask.Abstractions"],
        ["Fulfilment.FunctionApp.Reference"] = [],
    };

    public static TheoryData<string> Projects() => new(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_OfEachProject_FollowTheArrows(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the reference graph.");
        var references = References(project);
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Projects_OfTheSolution_AreNotEmpty() => Assert.True(Projects().Count >= 8);

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "functions", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
