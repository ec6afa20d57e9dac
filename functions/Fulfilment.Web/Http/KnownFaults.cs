using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Http;

/// <summary>What an exception means to who sent the request; the same for programs and for pages.</summary>
internal static class KnownFaults
{
    /// <returns>Null for what is a fault of ours.</returns>
    public static ProblemException? Of(Exception exception) => exception switch
    {
        ProblemException problem => problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large => new(ProblemKinds.TooLarge, large.Message),
        BadHttpRequestException bad => new(ProblemKinds.MalformedRequest, bad.Message),
        UnknownCursorException cursor => Parameters.Wrong("cursor", cursor.Message),
        // Its message is for operators, and names their files.
        EngineUnavailableException => new(ProblemKinds.Unavailable, "Nothing of the request was acknowledged. Send the same again later; /readyz says what is wrong."),
        _ => null,
    };
}
