namespace Fulfilment.Orchestration.Ports;

/// <summary>Secrets that open something: staff and WMS tokens, sign-in links, sessions, customers' order links. Only SHA-256 hashes are stored.</summary>
public interface ITokenStore
{
    /// <summary>A new secret of at least 128 random bits, URL-safe, for the grant; shown once.</summary>
    /// <exception cref="ArgumentException">There is, or was, a grant with that id.</exception>
    Task<string> IssueAsync(TokenGrant grant, CancellationToken cancellationToken = default);

    /// <summary>Null when unknown, expired, revoked or used up.</summary>
    Task<TokenGrant?> FindAsync(string secret, CancellationToken cancellationToken = default);

    /// <summary>Like <see cref="FindAsync"/>, and revokes in the same transaction: for one-time links.</summary>
    Task<TokenGrant?> ConsumeAsync(string secret, CancellationToken cancellationToken = default);

    /// <summary>False when unknown or already revoked.</summary>
    Task<bool> RevokeAsync(string grantId, CancellationToken cancellationToken = default);

    /// <summary>Those that still open something, oldest first.</summary>
    Task<IReadOnlyList<TokenGrant>> ListAsync(TokenKind kind, CancellationToken cancellationToken = default);
}

/// <param name="Id">Public name of the grant; chosen by the caller, unique.</param>
/// <param name="Role">"admin", "agent", "warehouse" or "wms"; null for customers.</param>
/// <param name="Store">Null: all stores.</param>
/// <param name="OrderId">Set for customers' links: they open this order only.</param>
/// <param name="Name">Who acts, in receipts and timelines.</param>
public sealed record TokenGrant(string Id, TokenKind Kind, string? Role, string? Store, string? OrderId, string Name, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

public enum TokenKind { Staff, SignIn, Session, CustomerOrder }
