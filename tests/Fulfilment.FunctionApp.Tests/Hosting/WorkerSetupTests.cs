using System.Text;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.Orchestration.Compliance;
using Microsoft.Azure.Functions.Worker;

namespace Fulfilment.FunctionApp.Tests.Hosting;

/// <summary>What the app needs of the worker, and the worker does not do by itself.</summary>
public sealed class WorkerSetupTests
{
    private static WorkerOptions Applied()
    {
        var options = new WorkerOptions { Capabilities = { [WorkerSetup.UserCodeException] = "True", ["RpcHttpBodyOnly"] = "True" } };
        WorkerSetup.Apply(options);
        return options;
    }

    /// <summary>A retry rule asks for the type of a failure, which the host takes off while this capability is on.</summary>
    [Fact]
    public void Capabilities_UserCodeException_IsTakenOffAndNoOther() => Assert.Equal(["RpcHttpBodyOnly"], Applied().Capabilities.Keys);

    [Fact]
    public void Capabilities_NotThere_IsNoFault()
    {
        var options = new WorkerOptions();
        WorkerSetup.Apply(options);
        Assert.Empty(options.Capabilities);
    }

    /// <summary>The same bytes as everywhere else: the events of a running order are read by whichever program comes next.</summary>
    [Fact]
    public void Serializer_OfACommand_WritesAndReadsTheProductsDialect()
    {
        var serializer = Applied().Serializer!;
        OrderCommand command = Samples.Note("c1");
        using var stream = new MemoryStream();
        serializer.Serialize(stream, command, typeof(OrderCommand), CancellationToken.None);

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(command, DomainJson.Options), Encoding.UTF8.GetString(stream.ToArray()));
        stream.Position = 0;
        Assert.Equal(command, serializer.Deserialize(stream, typeof(OrderCommand), CancellationToken.None));
    }

    /// <summary>The app's start goes through it; nothing else runs the start in the tests.</summary>
    [Fact]
    public void Program_Start_AppliesIt() =>
        Assert.Contains("Configure<WorkerOptions>(WorkerSetup.Apply)", File.ReadAllText(Path.Combine(Infra.Bicep.Root, "functions", "Fulfilment.FunctionApp", "Program.cs")), StringComparison.Ordinal);
}
