using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Tokens;

public abstract class TokenStoreCompliance : StoreCompliance
{
    private ITokenStore Tokens => Harness.Port<ITokenStore>();

    private DateTimeOffset Now => Harness.Clock.GetUtcNow();

    [Fact]
    public async Task Find_IssuedSecret_ReturnsTheWholeGrant()
    {
        var grant = Grant("g1") with { Role = "agent", Store = "demo", OrderId = Samples.OrderId(1), Name = Samples.OddTexts[0] + Samples.OddTexts[8], ExpiresAt = Now.AddDays(1) };
        var secret = await Tokens.IssueAsync(grant);
        await Harness.ReopenAsync();
        Assert.Equal(grant, await Tokens.FindAsync(secret));
        Assert.Equal(grant, await Tokens.FindAsync(secret));
    }

    [Fact]
    public async Task Issue_ManySecrets_AreLongUrlSafeAndAllDifferent()
    {
        var secrets = new HashSet<string>();
        for (var i = 0; i < 50; i++) secrets.Add(await Tokens.IssueAsync(Grant($"g{i}")));
        Assert.Equal(50, secrets.Count);
        // 128 bits are 22 characters of base64url.
        Assert.All(secrets, secret => Assert.Matches("^[A-Za-z0-9_-]{22,}$", secret));
    }

    [Fact]
    public async Task Issue_IdIsTaken_ThrowsAndLeavesTheFirst()
    {
        var secret = await Tokens.IssueAsync(Grant("g1"));
        await Assert.ThrowsAsync<ArgumentException>(() => Tokens.IssueAsync(Grant("g1") with { Name = "Mallory" }));
        Assert.Equal("Sam", (await Tokens.FindAsync(secret))!.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("g1")]
    [InlineData("' OR 1=1 --")]
    [InlineData("山田 🎁")]
    public async Task Find_NoSuchSecret_ReturnsNull(string secret)
    {
        await Tokens.IssueAsync(Grant("g1"));
        Assert.Null(await Tokens.FindAsync(secret));
        Assert.Null(await Tokens.ConsumeAsync(secret));
    }

    [Fact]
    public async Task Find_SecretInAnotherCase_ReturnsNull()
    {
        var secret = await Tokens.IssueAsync(Grant("g1"));
        Assert.Null(await Tokens.FindAsync(secret.ToUpperInvariant() == secret ? secret.ToLowerInvariant() : secret.ToUpperInvariant()));
    }

    [Fact]
    public async Task Find_AtItsExpiry_ReturnsNull()
    {
        var secret = await Tokens.IssueAsync(Grant("g1") with { ExpiresAt = Now.AddMinutes(10) });
        Harness.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.NotNull(await Tokens.FindAsync(secret));
        Harness.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await Tokens.FindAsync(secret));
        Assert.Null(await Tokens.ConsumeAsync(secret));
        Assert.Empty(await Tokens.ListAsync(TokenKind.Staff));
    }

    [Fact]
    public async Task Revoke_LiveGrant_ClosesItOnceAndForGood()
    {
        var secret = await Tokens.IssueAsync(Grant("g1"));
        Assert.True(await Tokens.RevokeAsync("g1"));
        Assert.False(await Tokens.RevokeAsync("g1"));
        Assert.False(await Tokens.RevokeAsync("g404"));
        await Harness.ReopenAsync();
        Assert.Null(await Tokens.FindAsync(secret));
        Assert.Null(await Tokens.ConsumeAsync(secret));
    }

    [Fact]
    public async Task Consume_TwiceAtOnce_OpensOnce()
    {
        var secret = await Tokens.IssueAsync(Grant("g1") with { Kind = TokenKind.SignIn });
        var grants = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Tokens.ConsumeAsync(secret)));
        Assert.Equal("g1", Assert.Single(grants, grant => grant is not null)!.Id);
        Assert.Null(await Tokens.FindAsync(secret));
    }

    [Fact]
    public async Task List_SeveralKinds_ThoseOfTheKindThatStillOpen()
    {
        await Tokens.IssueAsync(Grant("old"));
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await Tokens.IssueAsync(Grant("new") with { CreatedAt = Now });
        await Tokens.IssueAsync(Grant("revoked"));
        await Tokens.IssueAsync(Grant("link") with { Kind = TokenKind.CustomerOrder });
        await Tokens.RevokeAsync("revoked");
        Assert.Equal(["old", "new"], (await Tokens.ListAsync(TokenKind.Staff)).Select(grant => grant.Id));
    }

    private TokenGrant Grant(string id) => new(id, TokenKind.Staff, null, null, null, "Sam", Now, null);
}
