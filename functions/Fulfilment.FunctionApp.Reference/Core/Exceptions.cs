namespace DurableTask.Core.Exceptions
{
    /// <summary>Reference declaration: what the client throws for an instance id that a dedupe status protects.</summary>
    public class OrchestrationAlreadyExistsException(string message) : Exception(message);
}

namespace Grpc.Core
{
    /// <summary>Reference declaration: how the host answers what it cannot do.</summary>
    public class RpcException(Status status) : Exception(status.Detail)
    {
        public Status Status { get; } = status;
        public StatusCode StatusCode => Status.StatusCode;
    }

    /// <summary>Reference declaration.</summary>
    public readonly struct Status(StatusCode statusCode, string detail)
    {
        public StatusCode StatusCode { get; } = statusCode;
        public string Detail { get; } = detail;
    }

    /// <summary>Reference declaration of the codes that matter here; the values are gRPC's.</summary>
    public enum StatusCode
    {
        OK = 0,
        Unknown = 2,
        InvalidArgument = 3,
        NotFound = 5,
        AlreadyExists = 6,
        FailedPrecondition = 9,
        Internal = 13,
        Unavailable = 14,
    }
}
