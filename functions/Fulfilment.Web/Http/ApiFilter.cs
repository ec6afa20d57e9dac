using Fulfilment.DurableTask;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Web.Http;

/// <summary>Turns what handlers throw into problem details and sets the headers that every API answer bears.</summary>
internal sealed partial class ApiFilter(ILogger<ApiFilter> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        SecurityHeaders.ForApi(http.Response);
        try
        {
            return await next(context);
        }
        catch (Exception e) when (KnownFaults.Of(e) is { } problem)
        {
            if (e is EngineUnavailableException) LogUnavailable(http.Request.Method, LogPaths.Of(http.Request), e.Message);
            return problem.Answer(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception e)
        {
            LogBroken(e, http.Request.Method, LogPaths.Of(http.Request));
            return new ProblemException(ProblemKinds.Internal, "The request was not carried out. Try again; if it persists, look into the log.").Answer(http);
        }
    }

    /// <summary>A line without a stack: a full disk is nobody's bug, and every request meets it.</summary>
    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "{Method} {Path} was refused: {Reason}")]
    private partial void LogUnavailable(string method, string path, string reason);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Method} {Path} broke")]
    private partial void LogBroken(Exception e, string method, string path);
}
