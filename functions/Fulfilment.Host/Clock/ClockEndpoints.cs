using System.Security.Cryptography;
using System.Text;
using Fulfilment.DurableTask;

namespace Fulfilment.Host.Clock;

/// <summary>
/// How the demo moves the server's virtual clock over loopback. Only a server started with a virtual clock has these, and
/// only who knows the secret of this run may use them.
/// </summary>
internal static class ClockEndpoints
{
    public const string Prefix = "/_clock";
    public const string SecretHeader = "X-Clock-Secret";

    public static void Map(IEndpointRouteBuilder routes, VirtualClock clock, IEngineProgress progress, OpenRequests requests, string secret)
    {
        var group = routes.MapGroup(Prefix).ExcludeFromDescription().AddEndpointFilter((context, next) => Guard(context, next, secret));
        group.MapGet("", () => Read(clock, progress));
        group.MapPost("idle", async (CancellationToken cancellationToken) =>
        {
            await WhenQuietAsync(progress, requests, cancellationToken);
            return Read(clock, progress);
        });
        group.MapPost("advance", async (Advance order, CancellationToken cancellationToken) =>
        {
            if (order.To < clock.GetUtcNow()) return Results.Conflict(Read(clock, progress));
            await WhenQuietAsync(progress, requests, cancellationToken);
            clock.MoveTo(order.To);
            if (!order.Ring) return Results.Ok(Read(clock, progress));
            clock.Ring();
            await WhenQuietAsync(progress, requests, cancellationToken);
            return Results.Ok(Read(clock, progress));
        });
    }

    /// <summary>Quiet: no request is open and the engine has nothing to do now; a request that came in between starts the wait anew.</summary>
    private static async Task WhenQuietAsync(IEngineProgress progress, OpenRequests requests, CancellationToken cancellationToken)
    {
        do
        {
            await requests.WhenNoneAsync(cancellationToken);
            await progress.WhenIdleAsync(cancellationToken);
        }
        while (requests.Count > 0);
    }

    private static ClockReading Read(VirtualClock clock, IEngineProgress progress) => new(clock.GetUtcNow(), progress.NextDue);

    private static async ValueTask<object?> Guard(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string secret)
    {
        var given = Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers[SecretHeader].ToString());
        return CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(secret)) ? await next(context) : Results.NotFound();
    }
}

/// <param name="Ring">False leaves the timers due at that instant silent until the next advance.</param>
internal sealed record Advance(DateTimeOffset To, bool Ring = true);

/// <param name="NextDue">Null when nothing is due by itself.</param>
internal sealed record ClockReading(DateTimeOffset Now, DateTimeOffset? NextDue);
