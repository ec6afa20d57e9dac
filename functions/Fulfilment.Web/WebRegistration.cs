using Fulfilment.Web.Api;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Customers;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;
using Fulfilment.Web.Ops;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Policy;
using Fulfilment.Web.Staff;
using Fulfilment.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fulfilment.Web;

/// <summary>How a host takes in the HTTP surface: services once, routes once. The host brings the ports and the integrations.</summary>
public static class WebRegistration
{
    public static IServiceCollection AddFulfilmentWeb(this IServiceCollection services, WebOptions? options = null)
    {
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options ?? new WebOptions());
        services.AddSingleton<WebhookMeter>();
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton<WebhookIntake>();
        services.AddSingleton<CommandSender>();
        services.AddSingleton<CustomerLinks>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<FirstAdmin>();
        services.AddSingleton<Edits>();
        services.AddSingleton<StaffOrders>();
        services.AddSingleton<PolicyPreview>();
        services.AddSingleton<PolicyRollout>();
        services.AddSingleton<PolicyDesk>();
        return services.AddFulfilmentOpenApi();
    }

    /// <summary>Maps every route of the product at the root.</summary>
    public static IEndpointRouteBuilder MapFulfilment(this IEndpointRouteBuilder routes)
    {
        // It counts from the start, not from the first look.
        _ = routes.ServiceProvider.GetRequiredService<MetricsCollector>();
        MapApi(routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, ApiFilter>());
        MapPages(routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, PageFilter>().ExcludeFromDescription());
        StaticFiles.Map(routes);
        OpenApiSetup.Map(routes);
        return routes;
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        WebhookEndpoints.Map(api);
        OrdersApi.Map(api);
        CommandsApi.Map(api);
        PolicyApi.Map(api);
        StockApi.Map(api);
        CatalogueApi.Map(api);
        LogisticsApi.Map(api);
        PaymentsApi.Map(api);
        ParkedApi.Map(api);
        OperationsApi.Map(api);
        TransferApi.Map(api);
        CustomerApi.Map(api);
        SchemaEndpoint.Map(api);
        HealthEndpoints.Map(api);
        MetricsEndpoint.Map(api);
        NothingHere.MapApi(api);
    }

    private static void MapPages(RouteGroupBuilder pages)
    {
        CustomerPages.Map(pages);
        PublicPages.Map(pages);
        SignInPages.Map(pages);
        OrderPages.Map(pages);
        WorkPages.Map(pages);
        ShopPages.Map(pages);
        AccessPages.Map(pages);
        PolicyPages.Map(pages);
        NothingHere.MapPages(pages);
    }
}
