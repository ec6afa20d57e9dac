using Azure.Core;
using Azure.Identity;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Microsoft.Extensions.Configuration;

namespace Fulfilment.FunctionApp.Tests.Hosting;

/// <summary>The storage account by the settings that the Functions host reads, and one clear line for each way to get them wrong.</summary>
public sealed class AzureSettingsTests
{
    private const string Key = "bWFkZS11cC1hY2NvdW50LWtleQ==";

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value)).Build();

    private static StorageAccount Storage(params (string Name, string Value)[] settings) => AzureSettings.Storage(Settings(settings));

    [Fact]
    public void Storage_ConnectionString_IsTheKeysAccount()
    {
        var account = Storage(("AzureWebJobsStorage", $"DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={Key};EndpointSuffix=core.windows.net"));
        Assert.Equal(("shop", Key, null), (account.Name, account.Key, account.Credential));
        Assert.Equal("https://shop.table.core.windows.net/", account.Tables.ToString());
        Assert.Equal("https://shop.queue.core.windows.net/", account.Queues.ToString());
    }

    [Fact]
    public void Storage_DevelopmentStorage_IsTheEmulator() =>
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", Storage(("AzureWebJobsStorage", "UseDevelopmentStorage=true")).Tables.ToString());

    [Fact]
    public void Storage_AccountName_IsAnIdentityAtThePublicAddresses()
    {
        var account = Storage(("AzureWebJobsStorage__accountName", "shop"), ("AzureWebJobsStorage__credential", "managedidentity"), ("AzureWebJobsStorage__clientId", "0f0f0f0f-0000-0000-0000-000000000001"));
        Assert.Equal("https://shop.table.core.windows.net/", account.Tables.ToString());
        Assert.Equal("https://shop.queue.core.windows.net/", account.Queues.ToString());
        Assert.Null(account.Key);
        Assert.IsType<ManagedIdentityCredential>(account.Credential);
    }

    [Fact]
    public void Storage_BothServiceAddresses_AreTakenAsTheyAre()
    {
        var account = Storage(("AzureWebJobsStorage__tableServiceUri", "https://t.example.com/"), ("AzureWebJobsStorage__queueServiceUri", "https://q.example.com/"));
        Assert.Equal(("https://t.example.com/", "https://q.example.com/"), (account.Tables.ToString(), account.Queues.ToString()));
        Assert.IsType<ManagedIdentityCredential>(account.Credential);
    }

    [Theory]
    [InlineData(null, null, "AzureWebJobsStorage is not set: give a connection string, or AzureWebJobsStorage__accountName for a managed identity.")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "https://t.example.com", "AzureWebJobsStorage__queueServiceUri is not set: with service addresses both AzureWebJobsStorage__tableServiceUri and AzureWebJobsStorage__queueServiceUri are needed.")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "https://q.example.com", "AzureWebJobsStorage__tableServiceUri is not set: with service addresses both AzureWebJobsStorage__tableServiceUri and AzureWebJobsStorage__queueServiceUri are needed.")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "http://t.example.com", "AzureWebJobsStorage__tableServiceUri must be an https address such as https://account.table.core.windows.net, not 'http://t.example.com'.")]
    [InlineData("AzureWebJobsStorage__accountName", "shop.table.core.windows.net", "AzureWebJobsStorage__accountName is the name alone (3 to 24 letters and digits), not 'shop.table.core.windows.net'.")]
    [InlineData("AzureWebJobsStorage", "AccountName=shop", "The storage connection string has no AccountKey.")]
    [InlineData("AzureWebJobsStorage", "AccountName=shop;AccountKey=***", "AccountKey of the storage connection string is no base64.")]
    public void Storage_MissingOrMalformed_IsOneClearLine(string? name, string? value, string message)
    {
        var thrown = Assert.Throws<FormatException>(() => name is null ? Storage() : Storage((name, value!)));
        Assert.Equal(message, thrown.Message);
    }

    [Fact]
    public async Task Token_OfAnIdentity_IsAskedForStorageAndSentOverHttpsOnly()
    {
        var credential = new RecordingCredential();
        var authorization = new TokenAuthorization(credential);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://shop.table.core.windows.net/Tables");
        await authorization.SignAsync(request, DateTimeOffset.UnixEpoch, default);
        Assert.Equal("Bearer made-up", request.Headers.Authorization!.ToString());
        Assert.Equal(["https://storage.azure.com/.default"], Assert.Single(credential.Asked));

        using var plain = new HttpRequestMessage(HttpMethod.Get, "http://shop.table.core.windows.net/Tables");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await authorization.SignAsync(plain, DateTimeOffset.UnixEpoch, default));
        Assert.Single(credential.Asked);
    }

    [Fact]
    public void Payloads_ByBackendOrSetting_AreWhatItTakes()
    {
        Assert.Equal(PayloadLimit.AzureStorage, AzureSettings.Payloads(Settings(), AppContext.BaseDirectory));
        var scheduler = Settings(("AzureFunctionsJobHost__extensions__durableTask__storageProvider__type", "azureManaged"));
        Assert.Equal(PayloadLimit.Scheduler, AzureSettings.Payloads(scheduler, AppContext.BaseDirectory));
        Assert.Equal(new PayloadLimit(5_000_000), AzureSettings.Payloads(Settings((AzureSettings.PayloadSetting, "5000000")), AppContext.BaseDirectory));
    }

    [Theory]
    [InlineData("1 MB")]
    [InlineData("-1")]
    [InlineData("1000")]
    public void Payloads_NoSize_IsOneClearLine(string value) => Assert.Equal(
        $"DurableTaskMaxPayloadBytes must be a whole number of bytes from 65536, not '{value}'.",
        Assert.Throws<FormatException>(() => AzureSettings.Payloads(Settings((AzureSettings.PayloadSetting, value)), AppContext.BaseDirectory)).Message);

    private sealed class RecordingCredential : TokenCredential
    {
        public List<string[]> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.Add(requestContext.Scopes);
            return new AccessToken("made-up", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
