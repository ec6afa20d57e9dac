using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Integrations.Mail;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Outbox;
using Fulfilment.Orchestration.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>Handler, mail log and SendGrid together, where only together they keep the promise: a mail that may be there twice is counted, and staff are told.</summary>
public sealed class MailTwiceTests
{
    [Fact]
    public async Task SendGrid_AcceptsAndDoesNotAnswer_IsSentAgainAndSaidPlainlyInTheStaffView()
    {
        var accepted = 0;
        await using var server = await ServeAsync(async http =>
        {
            // Taken; only the answer to the first never comes.
            if (Interlocked.Increment(ref accepted) == 1) await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            http.Response.Headers["X-Message-Id"] = "sg-2";
            http.Response.StatusCode = 202;
        });
        await using var test = await TestProduct.OpenAsync(new MailSettings("sendgrid", "orders@shop.example.com", SendgridApiKey: "SG.made-up", SendgridBaseUrl: server.Urls.First()));
        // Its time-out ends the first call; the second is answered at once.
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        var handler = new MailHandler(
            test.Product.Get<IStoreDirectory>(), test.Product.Get<IMailRenderer>(), new SendGridMailTransport(http, test.Clock), test.Product.Get<IMailLog>(), test.Product.Get<ITokenStore>(), test.Clock);

        await Assert.ThrowsAsync<MailNotSentException>(() => DeliverAsync(test, handler, 1));
        var between = await test.Product.Get<IMailLog>().GetAsync(Key);
        await DeliverAsync(test, handler, 2);
        var after = await test.Product.Get<IMailLog>().GetAsync(Key);

        Assert.Equal(2, accepted);
        Assert.Equal(("intended", 1), (between!.Status, between.Intents));
        Assert.Equal(("sent", 2, "sg-2"), (after!.Status, after.Intents, after.ProviderId));
        var page = await StaffPageAsync(test);
        Assert.Contains("2 tries: the customer may have it twice", page, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapPost("/v3/mail/send", answer);
        await server.StartAsync();
        return server;
    }

    private static readonly string Key = $"{Samples.OrderId(1)}/1";

    private static async Task DeliverAsync(TestProduct test, MailHandler handler, int attempt)
    {
        Effect effect = new Effect.SendMail("received", new MailModel { To = "client1@example.com", Language = "fr", Order = Samples.View(1) });
        var message = new OutboxMessage(Key, EffectLanes.Mail, Samples.OrderId(1), 1, JsonSerializer.Serialize(effect, DomainJson.Options));
        var batch = test.Product.Get<AzureWriteBatches>().Create();
        using var invocation = test.Product.Use(test.Client.Object);
        await handler.DeliverAsync(new OutboxDelivery(message, attempt, Samples.Start), batch, default);
        await batch.CommitAsync();
    }

    private static async Task<string> StaffPageAsync(TestProduct test)
    {
        var session = await test.Product.Get<ITokenStore>().IssueAsync(new TokenGrant("session||1", TokenKind.Session, "admin", null, null, "Ada", test.Clock.GetUtcNow(), null));
        return (await test.SendAsync("GET", "/staff/mails", headers: new() { ["Cookie"] = $"fulfil_session={session}" })).Body;
    }
}
