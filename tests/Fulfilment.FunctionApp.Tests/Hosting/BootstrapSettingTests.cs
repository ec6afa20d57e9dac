using Fulfilment.Host.Cli;
using Fulfilment.Host.Settings;

namespace Fulfilment.FunctionApp.Tests.Hosting;

public sealed class BootstrapSettingTests
{
    private static FulfilSettings Load(string secret) => SettingsLoader.Load(AppContext.BaseDirectory, ["stores:demo:brand=Demo", $"bootstrapSecret={secret}"]);

    [Fact]
    public void BootstrapSecret_LongEnough_IsTakenWithoutTheLineEndThatToolsAdd() =>
        Assert.Equal("0123456789abcdef0123456789abcdef", Load("0123456789abcdef0123456789abcdef\n").BootstrapSecret);

    [Theory]
    [InlineData("")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/bootstrap-secret/)")]
    public void BootstrapSecret_NoneOrAReferenceThatWasNotResolved_IsOff(string value) => Assert.Null(Load(value).BootstrapSecret);

    [Fact]
    public void BootstrapSecret_Short_StopsTheStartWithoutPrintingIt()
    {
        var thrown = Assert.Throws<UserError>(() => Load("short-secret"));
        Assert.Contains("bootstrapSecret must have at least 32 characters", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short-secret", thrown.Message, StringComparison.Ordinal);
    }
}
