using System.Security.Cryptography;
using System.Text;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Web.Auth;

/// <summary>
/// The first admin's way in by <see cref="WebOptions.BootstrapSecret"/>. What was used is remembered by the grant's id, which the token store gives
/// once and never again: two servers asked at the same time let one in.
/// </summary>
internal sealed partial class FirstAdmin(ITokenStore tokens, WebOptions options, TimeProvider clock, ILogger<FirstAdmin> logger)
{
    private const int TriesInARow = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private int _wrong;
    private DateTimeOffset _pausedUntil;

    /// <returns>The grant to open a session with; null when this is not the bootstrap secret or it opens nothing (any more).</returns>
    /// <exception cref="ProblemException">Too many wrong tries while the way was open; staff tokens are not affected.</exception>
    public async Task<TokenGrant?> EnterAsync(string secret, CancellationToken cancellationToken)
    {
        if (options.BootstrapSecret is not { Length: > 0 } expected) return null;
        // A staff token is no try.
        if (await tokens.FindAsync(secret, cancellationToken) is not null) return null;
        if (await HasAdminAsync(cancellationToken)) return null;
        if (!IsAllowed(CryptographicOperations.FixedTimeEquals(Hash(secret), Hash(expected)))) return null;
        return await IssueAsync(expected, cancellationToken);
    }

    private async Task<bool> HasAdminAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in (TokenKind[])[TokenKind.Staff, TokenKind.Session])
            if ((await tokens.ListAsync(kind, cancellationToken)).Any(grant => grant.Role == "admin")) return true;
        return false;
    }

    /// <summary>The right secret waits too: whoever guesses must not learn by its answer that he hit.</summary>
    private bool IsAllowed(bool right)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now < _pausedUntil) throw new ProblemException(ProblemKinds.TooManyTries, "Too many wrong tries. Wait a quarter of an hour.");
            if (right)
            {
                _wrong = 0;
                return true;
            }

            if (++_wrong < TriesInARow) return false;
            _wrong = 0;
            _pausedUntil = now + Pause;
            Paused(logger, TriesInARow);
            return false;
        }
    }

    private async Task<TokenGrant?> IssueAsync(string secret, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var grant = new TokenGrant($"first-{Convert.ToHexStringLower(Hash(secret))[..24]}", TokenKind.SignIn, "admin", null, null, "admin", now, now.AddMinutes(1));
        try
        {
            var link = await tokens.IssueAsync(grant, cancellationToken);
            var opened = await tokens.ConsumeAsync(link, cancellationToken);
            Opened(logger);
            return opened;
        }
        catch (ArgumentException)
        {
            // The store's word for an id that was given before: this value has let somebody in.
            Spent(logger);
            return null;
        }
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    [LoggerMessage(EventId = 6101, EventName = "FirstAdminEntered", Level = LogLevel.Warning, Message = "The bootstrap secret opened the first admin's session; this value opens nothing any more.")]
    private static partial void Opened(ILogger logger);

    [LoggerMessage(EventId = 6102, EventName = "BootstrapSecretSpent", Level = LogLevel.Warning, Message = "The bootstrap secret was tried again after it had been used; give it a new value to let an admin in.")]
    private static partial void Spent(ILogger logger);

    [LoggerMessage(EventId = 6103, EventName = "BootstrapPaused", Level = LogLevel.Warning, Message = "{Tries} wrong tries in a row while the first sign-in is open: no more are taken for a quarter of an hour.")]
    private static partial void Paused(ILogger logger, int tries);
}
