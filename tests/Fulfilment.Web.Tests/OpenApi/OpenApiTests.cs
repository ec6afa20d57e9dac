using System.Text.Json;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.OpenApi;

public sealed class OpenApiTests
{
    private static async Task<JsonElement> DocumentAsync()
    {
        await using var site = await Site.StartAsync();
        var answer = await site.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }

    [Fact]
    public async Task Document_EveryRouteOfTheDesign_IsThere()
    {
        var paths = (await DocumentAsync()).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();

        foreach (var path in (string[])
        [
            "/webhooks/shopify/{store}", "/webhooks/woocommerce/{store}", "/webhooks/orders/{store}", "/webhooks/carriers/easypost/{store}", "/webhooks/sendgrid/{store}",
            "/api/orders", "/api/orders/{id}", "/api/orders/{id}/commands", "/api/orders/{id}/receipts/{commandId}", "/api/policy", "/api/policy/categories/{name}",
            "/api/stock/arrivals", "/api/stock/expected", "/api/stock/{sku}", "/api/logistics/releases", "/api/logistics/releases/{key}/ack",
            "/api/logistics/releases/{key}/reject", "/api/logistics/{id}/steps", "/o/{token}/commands", "/healthz", "/readyz", "/metrics", "/api/transfer/import", "/api/transfer/export",
        ]) Assert.Contains(path, paths);
        Assert.DoesNotContain(paths, p => p.StartsWith("/staff", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_Commands_AreADiscriminatedUnionWithoutTheInternalOnes()
    {
        var document = await DocumentAsync();

        var body = document.GetProperty("paths").GetProperty("/api/orders/{id}/commands").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var command = Resolve(document, body);
        var mapping = command.GetProperty("discriminator").GetProperty("mapping").EnumerateObject().Select(m => m.Name).ToList();
        var edit = document.GetProperty("components").GetProperty("schemas").GetProperty("OrderCommandEdit");

        Assert.Equal("type", command.GetProperty("discriminator").GetProperty("propertyName").GetString());
        Assert.Contains("Edit", mapping);
        Assert.DoesNotContain("Place", mapping);
        Assert.DoesNotContain("Wake", mapping);
        Assert.DoesNotContain("Depart", mapping);
        Assert.Equal(mapping.Count, command.GetProperty("anyOf").GetArrayLength());
        Assert.False(edit.GetProperty("properties").TryGetProperty("actor", out _));
        Assert.Contains("changes", edit.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        Assert.DoesNotContain("commandId", edit.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
    }

    [Fact]
    public async Task Document_MoneyTimesAndProblems_HaveRealSchemas()
    {
        var document = await DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");

        Assert.Equal(["amount", "currency"], schemas.GetProperty("Money").GetProperty("properties").EnumerateObject().Select(p => p.Name));
        Assert.Equal("date-time", Resolve(document, schemas.GetProperty("OrderListItem").GetProperty("properties").GetProperty("placedAt")).GetProperty("format").GetString());
        Assert.True(schemas.GetProperty("ProblemBody").GetProperty("properties").TryGetProperty("type", out _));
        Assert.True(document.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("staffToken", out _));
    }

    /// <summary>Where the handler reads it, and nowhere else.</summary>
    [Fact]
    public async Task Document_IdempotencyKey_StandsWhereItIsTaken()
    {
        var taking = (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .Where(p => p.Value.TryGetProperty("post", out var post) && post.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(q => q.GetProperty("name").GetString() == "Idempotency-Key"))
            .Select(p => p.Name);

        Assert.Equal(["/api/logistics/{id}/steps", "/api/orders/{id}/commands", "/api/payments", "/api/stock/arrivals", "/api/stock/expected", "/o/{token}/commands"], taking.Order(StringComparer.Ordinal));
    }

    /// <summary>The schemas of one status, whichever way the document says that there are several.</summary>
    [Theory]
    [InlineData("/webhooks/orders/{store}", "post", "202", "WebhookAnswer,ParkedAnswer")]
    [InlineData("/webhooks/orders/{store}", "post", "200", "WebhookAnswer,IgnoredAnswer,BatchAnswer")]
    [InlineData("/api/parked/{id}/replay", "post", "200", "WebhookAnswer,IgnoredAnswer")]
    [InlineData("/api/policy", "put", "200", "ReleasePolicy,PolicyPreviewAnswer")]
    [InlineData("/api/policy/categories/{name}", "put", "200", "ReleasePolicy,PolicyPreviewAnswer")]
    [InlineData("/api/logistics/{id}/steps", "post", "202", "PendingReceipt")]
    [InlineData("/api/logistics/releases/{key}/ack", "post", "202", "PendingReceipt")]
    [InlineData("/api/payments", "post", "202", "PendingReceipt")]
    public async Task Document_EveryAnswerThatIsGiven_IsThere(string path, string method, string status, string answers)
    {
        var response = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty(status);

        Assert.Equal(answers.Split(',').Order(), References(response).Select(reference => reference.Split('/')[^1]).Distinct().Order());
    }

    [Fact]
    public async Task Document_EveryReference_LeadsSomewhere()
    {
        var document = await DocumentAsync();

        foreach (var reference in References(document)) Assert.NotEqual(JsonValueKind.Undefined, Follow(document, reference).ValueKind);
    }

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => p.NameEquals("$ref") ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static JsonElement Resolve(JsonElement document, JsonElement schema) => schema.TryGetProperty("$ref", out var reference) ? Follow(document, reference.GetString()!) : schema;

    private static JsonElement Follow(JsonElement document, string reference) => reference[2..].Split('/').Aggregate(document, (at, name) => at.GetProperty(name));
}
