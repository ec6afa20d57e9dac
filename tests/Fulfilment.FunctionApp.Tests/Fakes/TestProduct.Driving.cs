using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Queues;
using Fulfilment.Azure.Storage;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Microsoft.AspNetCore.Http;

namespace Fulfilment.FunctionApp.Tests.Fakes;

/// <summary>What the Functions host and people do to the app.</summary>
public sealed partial class TestProduct
{
    public async Task StartOrderAsync(int number = 1)
    {
        var inbox = Product.Get<IDeliveryInbox>();
        await inbox.AcceptAsync(new Delivery("own", "demo", "order", $"d{number}", "{}"u8.ToArray(), Samples.Start), new IntakeAction.Upsert(Samples.OrderId(number), Samples.Place(number)));
        await new QueueFunctions(Product).Intake(Assert.Single(await TakeAsync(QueueNames.Intake)), Client.Object, default);
    }

    public async Task<(int Status, string ContentType, string Body)> SendAsync(string method, string path, string? body = null, Dictionary<string, string>? headers = null)
    {
        var context = Context(method, path, body);
        foreach (var (name, value) in headers ?? []) context.Request.Headers[name] = value;
        await new HttpFunctions(Product).Http(context.Request, Client.Object);
        context.Response.Body.Position = 0;
        return (context.Response.StatusCode, context.Response.ContentType ?? "", await new StreamReader(context.Response.Body).ReadToEndAsync());
    }

    /// <summary>As the worker hands it over: with its own endpoint and route values.</summary>
    public static DefaultHttpContext Context(string method, string path, string? body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("orders.example.com");
        context.Request.Path = path;
        context.Request.RouteValues["path"] = path[1..];
        context.SetEndpoint(new Endpoint(_ => throw new InvalidOperationException("The worker's own endpoint ran."), EndpointMetadataCollection.Empty, "function"));
        context.Response.Body = new MemoryStream();
        if (body is null) return context;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = Encoding.UTF8.GetByteCount(body);
        return context;
    }

    public Dictionary<string, string> Signed(string body)
    {
        var time = Clock.GetUtcNow().ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Secret), Encoding.UTF8.GetBytes($"msg-1.{time}.{body}"));
        return new() { ["webhook-id"] = "msg-1", ["webhook-timestamp"] = $"{time}", ["webhook-signature"] = $"v1,{Convert.ToBase64String(signature)}" };
    }

    public async Task<QueueClient> QueueAsync(string queue) => await ((StorageQueues)Product.Get<IMessageQueues>()).GetAsync(queue);

    public async Task<IReadOnlyList<string>> TakeAsync(string queue)
    {
        var client = await QueueAsync(queue);
        var messages = (await client.ReceiveMessagesAsync(32)).Value;
        foreach (var message in messages) await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return [.. messages.Select(message => message.Body.ToString())];
    }
}
