using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

public sealed class FakeTokens(Ledger ledger, TimeProvider clock) : ITokenStore
{
    private readonly Dictionary<string, TokenGrant> _grants = [];
    private readonly HashSet<string> _ids = [];
    private int _issued;

    public Task<string> IssueAsync(TokenGrant grant, CancellationToken cancellationToken = default)
    {
        ledger.Record($"token.issue {grant.Kind}");
        lock (_grants)
        {
            if (!_ids.Add(grant.Id)) throw new ArgumentException($"There is already a token named '{grant.Id}'.", nameof(grant));
            var secret = $"secret-{grant.Kind}-{++_issued}-0123456789abcdef".ToLowerInvariant();
            _grants[secret] = grant;
            return Task.FromResult(secret);
        }
    }

    public Task<TokenGrant?> FindAsync(string secret, CancellationToken cancellationToken = default)
    {
        lock (_grants)
            return Task.FromResult(_grants.TryGetValue(secret, out var grant) && !(grant.ExpiresAt <= clock.GetUtcNow()) ? grant : null);
    }

    public async Task<TokenGrant?> ConsumeAsync(string secret, CancellationToken cancellationToken = default)
    {
        var grant = await FindAsync(secret, cancellationToken);
        if (grant is not null) await RevokeAsync(grant.Id, cancellationToken);
        return grant;
    }

    public Task<bool> RevokeAsync(string grantId, CancellationToken cancellationToken = default)
    {
        ledger.Record($"token.revoke {grantId}");
        lock (_grants)
        {
            var secret = _grants.FirstOrDefault(g => g.Value.Id == grantId).Key;
            return Task.FromResult(secret is not null && _grants.Remove(secret));
        }
    }

    public Task<IReadOnlyList<TokenGrant>> ListAsync(TokenKind kind, CancellationToken cancellationToken = default)
    {
        lock (_grants) return Task.FromResult<IReadOnlyList<TokenGrant>>([.. _grants.Values.Where(g => g.Kind == kind)]);
    }
}
