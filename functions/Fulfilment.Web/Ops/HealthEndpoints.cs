using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Web.Ops;

/// <summary>Says whether a part that requests depend on can do its work. The host registers as many as it has.</summary>
public interface IReadinessProbe
{
    string Name { get; }

    /// <returns>Null when ready; else one line that says what is wrong.</returns>
    Task<string?> ProblemAsync(CancellationToken cancellationToken = default);
}

public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Problems);

internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Parameters.Json(new HealthAnswer("alive", new Dictionary<string, string>())))
            .Produces<HealthAnswer>().WithSummary("The process answers.").WithTags("Operator");
        routes.MapGet("/readyz", ReadyAsync).Produces<HealthAnswer>().Produces<HealthAnswer>(503)
            .WithSummary("Requests can be served: storage answers, no probe objects.").WithTags("Operator");
    }

    private static async Task<IResult> ReadyAsync(HttpContext http, ITokenStore tokens, IEnumerable<IReadinessProbe> probes)
    {
        var problems = new Dictionary<string, string>();
        // A read of the store that every request with a token needs.
        await AddAsync("storage", async ct => { await tokens.FindAsync("readiness", ct); return null; });
        foreach (var probe in probes) await AddAsync(probe.Name, probe.ProblemAsync);
        return problems.Count == 0
            ? Parameters.Json(new HealthAnswer("ready", problems))
            : Parameters.Json(new HealthAnswer("not ready", problems), StatusCodes.Status503ServiceUnavailable);

        async Task AddAsync(string name, Func<CancellationToken, Task<string?>> check)
        {
            try
            {
                if (await check(http.RequestAborted) is { } problem) problems[name] = problem;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                problems[name] = e.Message;
            }
        }
    }
}
