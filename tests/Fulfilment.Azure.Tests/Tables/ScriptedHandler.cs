namespace Fulfilment.Azure.Tests.Tables;

/// <summary>Answers requests one after the other as told; keeps what was asked.</summary>
internal sealed class ScriptedHandler(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Uri, string? Authorization, string Date)> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var date = request.Headers.TryGetValues("x-ms-date", out var values) ? values.First() : "";
        Requests.Add((request.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), date));
        return answers[Requests.Count - 1](request, cancellationToken);
    }

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(int status, string body = "", string? retryAfter = null) => (_, _) =>
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body) };
        if (retryAfter is not null) response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return Task.FromResult(response);
    };

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Break => (_, _) => throw new HttpRequestException("reset");
}
