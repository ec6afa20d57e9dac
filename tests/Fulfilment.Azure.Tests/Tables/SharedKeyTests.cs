using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Tests.Tables;

public sealed class SharedKeyTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sign_Get_IsTheDocumentedSignature()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "https://acc.table.core.windows.net/Rows()?$filter=x");
        await new SharedKeyAuthorization("acc", "0123456789abcdef"u8.ToArray()).SignAsync(request, At, default);
        // printf 'GET\n\n\nMon, 02 Mar 2026 09:00:00 GMT\n/acc/Rows()' | openssl dgst -sha256 -hmac 0123456789abcdef -binary | base64
        Assert.Equal("SharedKey acc:ndPAdk4EsMKGlhE2F5ya3IbdX8mMiGVCXS/WoCFVxJA=", request.Headers.Authorization!.ToString());
    }

    [Fact]
    public void Parse_DevelopmentStorage_IsAzuriteOnThisMachine()
    {
        var account = StorageAccount.Parse("UseDevelopmentStorage=true");
        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1"), account.Tables);
        Assert.Equal(new Uri("http://127.0.0.1:10001/devstoreaccount1"), account.Queues);
    }

    [Fact]
    public void Parse_AccountAndKey_HasItsEndpoints()
    {
        var account = StorageAccount.Parse("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5a2V5;EndpointSuffix=core.windows.net");
        Assert.Equal(("acc", new Uri("https://acc.table.core.windows.net"), new Uri("https://acc.queue.core.windows.net"), "a2V5a2V5"), (account.Name, account.Tables, account.Queues, account.Key));
    }

    [Theory]
    [InlineData("AccountName=acc", "AccountKey")]
    [InlineData("AccountKey=a2V5", "AccountName")]
    [InlineData("AccountName=acc;AccountKey=***", "AccountKey")]
    [InlineData("nonsense", "Name=Value")]
    public void Parse_Malformed_NamesThePart(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => StorageAccount.Parse(text)).Message, StringComparison.Ordinal);
}
