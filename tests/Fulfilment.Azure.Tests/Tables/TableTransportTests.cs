using System.Globalization;
using Azure.Core;
using Fulfilment.Azure.Tables;
using Fulfilment.Testing;
using static Fulfilment.Azure.Tests.Tables.ScriptedHandler;

namespace Fulfilment.Azure.Tests.Tables;

public sealed class TableTransportTests
{
    private const string Row = """{"PartitionKey":"p","RowKey":"r"}""";
    private static readonly Uri Service = new("https://acc.table.core.windows.net");

    private readonly InstantClock _clock = new();

    private TableClient Table(HttpMessageHandler handler, TableRetry? retry = null, TableAuthorization? authorization = null, TimeProvider? clock = null) =>
        new TableService(new HttpClient(handler), Service, authorization ?? new SharedKeyAuthorization("acc", new byte[64]), clock ?? _clock,
            retry ?? new TableRetry { AttemptTimeout = Timeout.InfiniteTimeSpan }).Table("Rows");

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Get_ServiceIsBusyOnce_IsSentAgain(int status)
    {
        var handler = new ScriptedHandler(Answer(status), Answer(200, Row));
        Assert.NotNull(await Table(handler).GetAsync("p", "r"));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task Get_NetworkFails_IsSentAgain()
    {
        var handler = new ScriptedHandler(Break, Break, Answer(404));
        Assert.Null(await Table(handler).GetAsync("p", "r"));
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public async Task Get_RetryAfterInSeconds_WaitsThatLong()
    {
        await Table(new ScriptedHandler(Answer(503, retryAfter: "17"), Answer(404))).GetAsync("p", "r");
        Assert.Equal([TimeSpan.FromSeconds(17)], _clock.Delays);
    }

    [Fact]
    public async Task Get_RetryAfterAsDate_WaitsUntilThen()
    {
        var at = _clock.GetUtcNow().AddSeconds(9).ToString("R", CultureInfo.InvariantCulture);
        await Table(new ScriptedHandler(Answer(429, retryAfter: at), Answer(404))).GetAsync("p", "r");
        Assert.Equal([TimeSpan.FromSeconds(9)], _clock.Delays);
    }

    [Fact]
    public async Task Get_RetryAfterTooLong_GivesUpAtOnce()
    {
        var handler = new ScriptedHandler(Answer(503, retryAfter: "3600"));
        var thrown = await Assert.ThrowsAsync<TableRequestException>(() => Table(handler).GetAsync("p", "r"));
        Assert.Equal(503, (int)thrown.Status);
        Assert.Empty(_clock.Delays);
    }

    [Fact]
    public async Task Get_BusyWithoutEnd_GivesUpWithGrowingDelays()
    {
        var retry = new TableRetry { MaxAttempts = 5, FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(3), AttemptTimeout = Timeout.InfiniteTimeSpan };
        var handler = new ScriptedHandler([.. Enumerable.Repeat(Answer(503), 5)]);
        await Assert.ThrowsAsync<TableRequestException>(() => Table(handler, retry).GetAsync("p", "r"));
        Assert.Equal(5, handler.Requests.Count);
        double[] longest = [1, 2, 3, 3];
        Assert.All(_clock.Delays.Zip(longest), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second / 2, pair.Second));
    }

    [Fact]
    public async Task Get_NeverConnects_ThrowsTheNetworksError()
    {
        var retry = new TableRetry { MaxAttempts = 2, AttemptTimeout = Timeout.InfiniteTimeSpan };
        await Assert.ThrowsAsync<HttpRequestException>(() => Table(new ScriptedHandler(Break, Break), retry).GetAsync("p", "r"));
    }

    [Fact]
    public async Task Get_RefusedForGood_IsNotSentAgain()
    {
        var handler = new ScriptedHandler(Answer(403, """{"odata.error":{"code":"AuthenticationFailed","message":{"lang":"en-US","value":"no"}}}"""));
        var thrown = await Assert.ThrowsAsync<TableRequestException>(() => Table(handler).GetAsync("p", "r"));
        Assert.Equal("AuthenticationFailed", thrown.Code);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Get_NoAnswerInTime_IsSentAgain()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        var handler = new ScriptedHandler(
            async (_, cancel) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancel);
                throw new InvalidOperationException();
            },
            Answer(404));
        var retry = new TableRetry { AttemptTimeout = TimeSpan.FromSeconds(30), FirstDelay = TimeSpan.Zero };
        var get = Table(handler, retry, clock: clock).GetAsync("p", "r");
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await get);
    }

    [Fact]
    public async Task Get_CallerCancels_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var handler = new ScriptedHandler((_, token) =>
        {
            cancel.Cancel();
            return Task.FromCanceled<HttpResponseMessage>(token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table(handler).GetAsync("p", "r", cancel.Token));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Get_EachTry_IsSignedAnew()
    {
        var handler = new ScriptedHandler(Answer(503, retryAfter: "30"), Answer(404));
        await Table(handler).GetAsync("p", "r");
        Assert.NotEqual(handler.Requests[0].Authorization, handler.Requests[1].Authorization);
        Assert.Equal("Mon, 02 Mar 2026 09:00:30 GMT", handler.Requests[1].Date);
    }

    [Fact]
    public async Task Get_WithAnIdentity_SendsItsTokenForStorage()
    {
        var credential = new FixedCredential();
        var handler = new ScriptedHandler(Answer(404));
        await Table(handler, authorization: new TokenAuthorization(credential)).GetAsync("p", "r");
        Assert.Equal("Bearer token-1", handler.Requests[0].Authorization);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    [Fact]
    public async Task Get_WithAnIdentityOverPlainHttp_NeverSendsTheToken()
    {
        var handler = new ScriptedHandler();
        var table = new TableService(new HttpClient(handler), new Uri("http://acc.example.com"), new TokenAuthorization(new FixedCredential()), _clock).Table("Rows");
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.GetAsync("p", "r"));
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Commit_PartIsBusyOnce_IsSentAgainWhole(int status)
    {
        var handler = new ScriptedHandler(Answer(202, Part(status)), Answer(202, Part(204)));
        Assert.True((await Table(handler).CommitAsync([Insert()])).Committed);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task Commit_PartAsksForPatience_WaitsThatLong()
    {
        await Table(new ScriptedHandler(Answer(202, Part(503, "Retry-After: 17\r\n")), Answer(202, Part(204)))).CommitAsync([Insert()]);
        Assert.Equal([TimeSpan.FromSeconds(17)], _clock.Delays);
    }

    [Fact]
    public async Task Commit_PartIsBusyWithoutEnd_ThrowsItsStatus()
    {
        var retry = new TableRetry { MaxAttempts = 3, AttemptTimeout = Timeout.InfiniteTimeSpan };
        var handler = new ScriptedHandler([.. Enumerable.Repeat(Answer(202, Part(503)), 3)]);
        var thrown = await Assert.ThrowsAsync<TableRequestException>(() => Table(handler, retry).CommitAsync([Insert()]));
        Assert.Equal((503, "ServerBusy"), ((int)thrown.Status, thrown.Code));
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public async Task Commit_PartConflicts_IsNotSentAgain()
    {
        var handler = new ScriptedHandler(Answer(202, Part(412)));
        Assert.False((await Table(handler).CommitAsync([Insert()])).Committed);
        Assert.Single(handler.Requests);
    }

    private static TableAction Insert() => new TableAction.Insert(new TableEntity("p", "r"));

    private static string Part(int status, string headers = "") =>
        "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n\r\n"
        + $"HTTP/1.1 {status} Said\r\n{headers}Content-Type: application/json\r\n\r\n"
        + (status < 400 ? "" : """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"0:busy"}}}""")
        + "\r\n--c--\r\n--b--";

    private sealed class FixedCredential : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("token-1", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
