using Fulfilment.Integrations.Mail;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Integrations.Tests.Carriers;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Integrations.Tests;

public class RegistrationTests
{
    [Fact]
    public void AddIntegrations_EveryPort_IsThereOnce()
    {
        var services = new ServiceCollection().AddSingleton<IWaybillNumbers, CountingNumbers>().AddIntegrations(new() { MailFolder = "mail" });
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.Equal(["own", "shopify", "woocommerce"], provider.GetServices<IWebhookSource>().Select(source => source.Name).Order());
        Assert.Equal(["easypost", "sendgrid"], provider.GetServices<IReportSource>().Select(source => source.Name).Order());
        Assert.Equal(["manual", "sandbox"], provider.GetServices<IPaymentProvider>().Select(payments => payments.Name).Order());
        Assert.Equal(["own"], provider.GetServices<ILabelProvider>().Select(labels => labels.Name));
        Assert.IsType<MailTransportRouter>(provider.GetRequiredService<IMailTransport>());
        Assert.IsType<StorefrontNotifier>(provider.GetRequiredService<IStorefrontNotifier>());
        Assert.NotNull(provider.GetRequiredService<IMailRenderer>());
        Assert.NotNull(provider.GetRequiredService<IAddressCheck>());
    }

    [Fact]
    public async Task Router_UnknownProvider_NamesThoseThereAre()
    {
        var router = new MailTransportRouter(new Dictionary<string, IMailTransport>());

        await Assert.ThrowsAsync<InvalidOperationException>(() => router.SendAsync(Samples.Store, new("k", "o", "t", "a@b.example", "a@b.example", "s", "h", "t")));
    }
}
