using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Tokens;

/// <summary>
/// A row per secret under its SHA-256, which alone decides whether it opens anything; a row per grant id, which names the secret's
/// row; and a list of each kind. The secret's row is written last, so a grant that is half written opens nothing.
/// </summary>
internal sealed class AzureTokenStore(AzureTables tables, Positions positions, TimeProvider clock) : ITokenStore
{
    private const string SecretRow = "s";
    private const string GrantRow = "g";

    public async Task<string> IssueAsync(TokenGrant grant, CancellationToken cancellationToken = default)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var hash = Hash(secret);
        var position = positions.Next();
        var named = new TableEntity(GrantPartition(grant.Id), GrantRow) { ["Hash"] = hash };
        if (!await tables.Tokens.InsertAsync(named, cancellationToken) && !await IsOursAsync(named, hash, cancellationToken))
            throw new ArgumentException($"There is already a token named '{grant.Id}'.", nameof(grant));
        await List(grant.Kind).AddAsync(position, hash, grant.Store ?? "", cancellationToken);
        var row = new TableEntity(hash, SecretRow) { ["Grant"] = JsonSerializer.Serialize(grant, DomainJson.Options), ["Position"] = position };
        await tables.Tokens.UpsertAsync(row, cancellationToken);
        return secret;
    }

    /// <summary>A link of another host: the mail that holds its secret has been sent.</summary>
    internal async Task RestoreAsync(TransferLink link, CancellationToken cancellationToken)
    {
        var hash = link.SecretHash;
        await tables.Tokens.InsertAsync(new TableEntity(GrantPartition(link.Grant.Id), GrantRow) { ["Hash"] = hash }, cancellationToken);
        var row = (await tables.Tokens.GetAsync(hash, SecretRow, cancellationToken))?.Copy()
            ?? new TableEntity(hash, SecretRow) { ["Grant"] = JsonSerializer.Serialize(link.Grant, DomainJson.Options), ["Position"] = link.Grant.CreatedAt.UtcTicks };
        if (link.RevokedAt is null && row["RevokedAt"] is null) await List(link.Grant.Kind).AddAsync(row.Number("Position"), hash, link.Grant.Store ?? "", cancellationToken);
        else row.SetTime("RevokedAt", row.Time("RevokedAt") ?? link.RevokedAt);
        await tables.Tokens.UpsertAsync(row, cancellationToken);
    }

    /// <summary>Links of the order's customer, live or not. Their names begin with the order's id.</summary>
    internal async Task<IReadOnlyList<TransferLink>> LinksAsync(string orderId, CancellationToken cancellationToken)
    {
        // What follows the id is '#' or '/', both of which are escaped.
        var prefix = GrantPartition(orderId) + "=";
        var links = new List<TransferLink>();
        await foreach (var named in tables.Tokens.QueryAsync(new TableQuery(TableFilter.Partitions(prefix, prefix + TableKey.Last)), cancellationToken))
        {
            var hash = named.Text("Hash")!;
            if (await tables.Tokens.GetAsync(hash, SecretRow, cancellationToken) is not { } row) continue;
            if (Grant(row) is { Kind: TokenKind.CustomerOrder } grant && grant.OrderId == orderId) links.Add(new TransferLink(grant, hash, row.Time("RevokedAt")));
        }

        return [.. links.OrderBy(link => link.Grant.CreatedAt).ThenBy(link => link.Grant.Id, StringComparer.Ordinal)];
    }

    public async Task<TokenGrant?> FindAsync(string secret, CancellationToken cancellationToken = default) =>
        await tables.Tokens.GetAsync(Hash(secret), SecretRow, cancellationToken) is { } row ? Live(row) : null;

    public async Task<TokenGrant?> ConsumeAsync(string secret, CancellationToken cancellationToken = default)
    {
        if (await tables.Tokens.GetAsync(Hash(secret), SecretRow, cancellationToken) is not { } row || Live(row) is not { } grant) return null;
        return await RevokeAsync(row, cancellationToken) ? grant : null;
    }

    public async Task<bool> RevokeAsync(string grantId, CancellationToken cancellationToken = default)
    {
        if (await tables.Tokens.GetAsync(GrantPartition(grantId), GrantRow, cancellationToken) is not { } named) return false;
        return await tables.Tokens.GetAsync(named.Text("Hash")!, SecretRow, cancellationToken) is { } row && row["RevokedAt"] is null && await RevokeAsync(row, cancellationToken);
    }

    public async Task<IReadOnlyList<TokenGrant>> ListAsync(TokenKind kind, CancellationToken cancellationToken = default)
    {
        var grants = new List<TokenGrant>();
        string? cursor = null;
        do
        {
            var page = await List(kind).PageAsync(null, cursor, 500, async (hash, cancel) => await tables.Tokens.GetAsync(hash, SecretRow, cancel) is { } row ? Live(row) : null, cancellationToken);
            grants.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null);

        return [.. grants.OrderBy(grant => grant.CreatedAt).ThenBy(grant => grant.Id, StringComparer.Ordinal)];
    }

    /// <returns>False when someone else used or revoked it first.</returns>
    private async Task<bool> RevokeAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var revoked = row.Copy();
        revoked.SetTime("RevokedAt", clock.GetUtcNow());
        if (!await tables.Tokens.ReplaceAsync(revoked, cancellationToken)) return false;
        await List(Grant(row).Kind).RemoveAsync(row.Number("Position"), row.PartitionKey, cancellationToken);
        return true;
    }

    /// <summary>After a lost answer the row that is in the way may be the one just written.</summary>
    private async Task<bool> IsOursAsync(TableEntity named, string hash, CancellationToken cancellationToken) =>
        (await tables.Tokens.GetAsync(named.PartitionKey, named.RowKey, cancellationToken))?.Text("Hash") == hash;

    private TokenGrant? Live(TableEntity row) =>
        row["RevokedAt"] is null && Grant(row) is var grant && (grant.ExpiresAt is not { } until || until > clock.GetUtcNow()) ? grant : null;

    private static TokenGrant Grant(TableEntity row) => JsonSerializer.Deserialize<TokenGrant>(row.Text("Grant")!, DomainJson.Options)!;

    private ListIndex List(TokenKind kind) => new(tables.Lists, $"tokens-{kind}", newestFirst: false);

    private static string GrantPartition(string grantId) => TableKey.Join(GrantRow, grantId);

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
