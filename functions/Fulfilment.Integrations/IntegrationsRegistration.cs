using Fulfilment.Integrations.Mail;
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
}

public static class IntegrationsRegistration
{
    /// <summary>Adapters to storefronts, mail, carriers and payments. A <see cref="TimeProvider"/> is taken from the container if there is one.</summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, IntegrationOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IWebhookSource, ShopifyWebhooks>();
        services.AddSingleton<IWebhookSource, WooCommerceWebhooks>();
        services.AddSingleton<IWebhookSource, OwnWebhooks>();
        services.AddSingleton<IReportSource, EasyPostWebhooks>();
        services.AddSingleton<IReportSource, SendGridWebhooks>();
        services.AddSingleton<IMailRenderer>(new HandlebarsMailRenderer(options.TemplateRoot));
        services.AddSingleton(provider => new FileMailTransport(options.MailFolder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMailTransport>(provider => new MailTransportRouter(new Dictionary<string, IMailTransport>(StringComparer.Ordinal)
        {
            ["files"] = provider.GetRequiredService<FileMailTransport>(),
        }));
        return services;
    }
}
