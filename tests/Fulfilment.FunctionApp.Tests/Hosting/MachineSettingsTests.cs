using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Host.Settings;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Tests.Hosting;

/// <summary>Settings that also a machine has: each does here what it does there, or the app says that it does nothing.</summary>
public sealed class MachineSettingsTests
{
    [Fact]
    public async Task RetentionDays_Set_IsHowLongThePurgeLeavesInstances()
    {
        await using var test = await TestProduct.OpenAsync(new FulfilSettings(null, []) { RetentionDays = 30 });

        Assert.Equal(TimeSpan.FromDays(30), test.Product.Retention);
    }

    [Fact]
    public async Task UrlsAndOtlpEndpoint_Set_AreSaidToMeanNothing()
    {
        await using var test = await TestProduct.OpenAsync(new FulfilSettings("http://127.0.0.1:8080", []) { OtlpEndpoint = new Uri("http://127.0.0.1:4318") });

        var warnings = test.Logs.Entries.Where(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("means nothing on Azure Functions", StringComparison.Ordinal)).Select(entry => entry.Text.Split(' ')[2]);
        Assert.Equal(["urls", "otlpEndpoint"], warnings);
    }

    [Fact]
    public async Task NeitherSet_NothingIsSaid()
    {
        await using var test = await TestProduct.OpenAsync();

        Assert.DoesNotContain(test.Logs.Entries, entry => entry.Text.Contains("means nothing", StringComparison.Ordinal));
    }
}
