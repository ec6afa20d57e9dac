using Fulfilment.DurableTask;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages.Shared;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Web.Pages;

/// <summary>What every page answers with when something is wrong: a page that says so, in the reader's language.</summary>
internal sealed partial class PageFilter(ILogger<PageFilter> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        SecurityHeaders.ForPage(http.Response, indexable: http.Request.Path.StartsWithSegments("/policy"));
        try
        {
            return await next(context);
        }
        catch (Exception e) when (KnownFaults.Of(e) is { } problem)
        {
            if (e is EngineUnavailableException) LogUnavailable(http.Request.Method, LogPaths.Of(http.Request), e.Message);
            return await ErrorAsync(http, problem.Kind, problem.Path is null ? problem.Message : $"{problem.Path}: {problem.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(e, http.Request.Method, LogPaths.Of(http.Request));
            return await ErrorAsync(http, ProblemKinds.Internal, "");
        }
    }

    private static Task<IResult> ErrorAsync(HttpContext http, ProblemKind kind, string detail)
    {
        SecurityHeaders.ForPage(http.Response, indexable: false);
        var staff = http.Request.Path.StartsWithSegments("/staff");
        var accepted = http.Request.Headers.AcceptLanguage.ToString();
        return Page.RenderAsync<ErrorPage>(http, new ErrorModel(kind, detail, staff ? Lang.English : Lang.Of(http.Request, accepted), staff), kind.Status);
    }

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "The page {Method} {Path} was refused: {Reason}")]
    private partial void LogUnavailable(string method, string path, string reason);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "The page {Method} {Path} broke")]
    private partial void LogBroken(Exception e, string method, string path);
}
