using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fulfilment.Testing;

/// <summary>An HTTP server on a loopback port whose answers are scripted; it remembers what it was asked.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly List<HttpCall> _calls = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpServer()
    {
        (_listener, Url) = Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What to answer; null: nothing at all.</summary>
    public Func<HttpCall, HttpReply?> Answer { get; set; } = _ => new(200);

    public IReadOnlyList<HttpCall> Calls { get { lock (_calls) return [.. _calls]; } }

    public async ValueTask DisposeAsync()
    {
        _stopped.TrySetResult();
        _listener.Close();
        await _serving;
    }

    private static (HttpListener Listener, string Url) Start()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var url = $"http://127.0.0.1:{FreePort()}";
            var listener = new HttpListener();
            listener.Prefixes.Add($"{url}/");
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException)
            {
                // Somebody took the port in between: another one.
                listener.Close();
            }
        }

        throw new InvalidOperationException("No free loopback port.");
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        List<Task> open = [];
        try
        {
            while (true) open.Add(ReplyAsync(await _listener.GetContextAsync()));
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(open);
    }

    private async Task ReplyAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var headers = context.Request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => context.Request.Headers[name] ?? "", StringComparer.OrdinalIgnoreCase);
        var call = new HttpCall(context.Request.HttpMethod, context.Request.Url!.AbsolutePath, headers, body.ToArray());
        lock (_calls) _calls.Add(call);
        if (Answer(call) is not { } reply)
        {
            await _stopped.Task;
            return;
        }

        try
        {
            context.Response.StatusCode = reply.Status;
            foreach (var (name, value) in reply.Headers ?? []) context.Response.AddHeader(name, value);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.Body));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }
}

public sealed record HttpCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

public sealed record HttpReply(int Status, Dictionary<string, string>? Headers = null, string Body = "");
