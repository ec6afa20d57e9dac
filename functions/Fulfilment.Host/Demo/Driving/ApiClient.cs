using System.Net;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>The JSON API with one bearer token.</summary>
internal sealed class ApiClient(Courier courier, string token, CancellationToken cancellationToken)
{
    public async Task<T> GetAsync<T>(string path) => Read<T>(path, await SendAsync(new Letter(HttpMethod.Get, path)));

    /// <param name="key">Idempotency key: the same whenever the request has to be sent again.</param>
    public async Task<T> PostAsync<T>(string path, object body, string key) => Read<T>(path, await PostRawAsync(path, body, key));

    public Task<Answer> PostRawAsync(string path, object body, string key) => SendAsync(new Letter(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, DomainJson.Options))
    {
        Headers = new Dictionary<string, string> { ["Idempotency-Key"] = key },
    });

    public async Task PutAsync(string path, object body)
    {
        var answer = await SendAsync(new Letter(HttpMethod.Put, path, JsonSerializer.SerializeToUtf8Bytes(body, DomainJson.Options)));
        if (!answer.Accepted) throw Refused(path, answer);
    }

    private Task<Answer> SendAsync(Letter letter) =>
        courier.SendAsync(letter with { Headers = new Dictionary<string, string>(letter.Headers) { ["Authorization"] = $"Bearer {token}" } }, cancellationToken);

    private static T Read<T>(string path, Answer answer)
    {
        if (answer.Status != HttpStatusCode.OK && answer.Status != HttpStatusCode.Created) throw Refused(path, answer);
        return JsonSerializer.Deserialize<T>(answer.Body, DomainJson.Options) ?? throw new JsonException($"{path} answered null.");
    }

    private static UserError Refused(string path, Answer answer) => new($"The demo's server answered {(int)answer.Status} to {path}: {answer.Body}");
}
