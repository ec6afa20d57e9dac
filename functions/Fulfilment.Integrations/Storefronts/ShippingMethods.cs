using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>The storefront's shipping names turned into the policy's services.</summary>
internal static class ShippingMethods
{
    /// <summary>An alias of the code, then of the title; then a service that the policy knows by either; then the code, else the title, as a slug.</summary>
    public static ShippingMethod Resolve(StorefrontSettings settings, ReleasePolicy policy, string? code, string? title, string? carrier)
    {
        var known = settings.ShippingAliases.IgnoringCase(code)
            ?? settings.ShippingAliases.IgnoringCase(title)
            ?? (policy.Services.IgnoringCase(code) is null ? null : code)
            ?? (policy.Services.IgnoringCase(title) is null ? null : title);
        var slug = known?.Trim().ToLowerInvariant() ?? Slug(code ?? title ?? "standard");
        return new ShippingMethod(slug, title ?? code ?? "Standard", carrier);
    }

    /// <summary>Letters and digits of any script; all else becomes single dashes.</summary>
    private static string Slug(string text)
    {
        var parts = new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')]).Split('-', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? "standard" : string.Join('-', parts);
    }
}
