using System.Net.Security;
using Fulfilment.Integrations.Carriers;
using Fulfilment.Integrations.Mail;
using Fulfilment.Integrations.Payments;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fulfilment.Integrations;

/// <summary>What the integrations need to know of their host. Everything about a shop comes with its settings.</summary>
public sealed record IntegrationOptions
{
    /// <summary>Where the mail provider "files" writes its .eml files.</summary>
    public required string MailFolder { get; init; }
    /// <summary>What relative template folders in the settings are relative to; null: the working folder.</summary>
    public string? TemplateRoot { get; init; }
    /// <summary>For one call to a mail provider or storefront.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>Judges SMTP servers' certificates; null: the machine's trust.</summary>
    public RemoteCertificateValidationCallback? SmtpTrust { get; init; }
}

public static class IntegrationsRegistration
{
    /// <summary>Adapters to storefronts, mail, carriers and payments. A <see cref="TimeProvider"/> is taken from the container if there is one.</summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, IntegrationOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddStorefronts(options).AddMail(options).AddCarriersAndPayments();
    }

    private static IServiceCollection AddStorefronts(this IServiceCollection services, IntegrationOptions options)
    {
        services.AddSingleton<IWebhookSource, ShopifyWebhooks>();
        services.AddSingleton<IWebhookSource, WooCommerceWebhooks>();
        services.AddSingleton<IWebhookSource, OwnWebhooks>();
        services.AddSingleton<IReportSource, EasyPostWebhooks>();
        services.AddSingleton<IReportSource, SendGridWebhooks>();
        services.AddLastingClient<IStorefrontNotifier, StorefrontNotifier>(options);
        return services;
    }

    private static IServiceCollection AddMail(this IServiceCollection services, IntegrationOptions options)
    {
        services.AddSingleton<IMailRenderer>(new HandlebarsMailRenderer(options.TemplateRoot));
        services.AddSingleton(provider => new FileMailTransport(options.MailFolder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SmtpMailTransport(provider.GetRequiredService<TimeProvider>(), options.Timeout, options.SmtpTrust));
        services.AddLastingClient<SendGridMailTransport, SendGridMailTransport>(options);
        services.AddSingleton<IMailTransport>(provider => new MailTransportRouter(new Dictionary<string, IMailTransport>(StringComparer.OrdinalIgnoreCase)
        {
            ["files"] = provider.GetRequiredService<FileMailTransport>(),
            ["smtp"] = provider.GetRequiredService<SmtpMailTransport>(),
            ["sendgrid"] = provider.GetRequiredService<SendGridMailTransport>(),
        }));
        return services;
    }

    private static IServiceCollection AddCarriersAndPayments(this IServiceCollection services) => services
        .AddSingleton<ILabelProvider, OwnWaybills>()
        .AddSingleton<IAddressCheck, BasicAddressCheck>()
        .AddSingleton<IPaymentProvider, ManualPayments>()
        .AddSingleton<IPaymentProvider, SandboxPayments>();

    /// <summary>Typed clients live as long as the singletons that hold them, so their connections are renewed here and not by the factory.</summary>
    private static void AddLastingClient<TService, TClient>(this IServiceCollection services, IntegrationOptions options)
        where TService : class where TClient : class, TService =>
        services.AddHttpClient<TService, TClient>(client => client.Timeout = options.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan);
}
