using Azure.Core.Serialization;
using Fulfilment.Domain;
using Microsoft.Azure.Functions.Worker;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>What the worker must do otherwise than by itself.</summary>
public static class WorkerSetup
{
    /// <summary>With it, a failed activity arrives without the type of its exception, and retry rules could not tell one from another.</summary>
    public const string UserCodeException = "EnableUserCodeException";

    public static void Apply(WorkerOptions options)
    {
        // Inputs, results and events are written in the one dialect, whoever reads them.
        options.Serializer = new JsonObjectSerializer(DomainJson.Options);
        options.Capabilities.Remove(UserCodeException);
    }
}
