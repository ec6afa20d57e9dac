using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>Which policy category a product belongs to.</summary>
internal sealed class Categories(StorefrontSettings settings, ReleasePolicy policy)
{
    public const string Default = "default";

    /// <summary>The SKU table; then the first hint with an alias; then the first hint the policy knows; then "default".</summary>
    /// <param name="hints">Product types and tags, most telling first.</param>
    public string Of(string sku, IReadOnlyList<string> hints) =>
        Lower(settings.SkuCategories.IgnoringCase(sku))
        ?? Lower(First(hints, settings.CategoryAliases.IgnoringCase))
        ?? Lower(First(hints, hint => policy.Categories.IgnoringCase(hint) is null ? null : hint))
        ?? Default;

    /// <summary>For a line whose sender names the category itself: kept also when the policy does not know it yet.</summary>
    public string Named(string sku, string? category) =>
        Lower(settings.SkuCategories.IgnoringCase(sku))
        ?? Lower(settings.CategoryAliases.IgnoringCase(category))
        ?? Lower(category)
        ?? Default;

    /// <summary>"a, b" or ["a", "b"] or [{"name": "a", "slug": "b"}].</summary>
    public static IReadOnlyList<string> Hints(JsonAt value) => value.Kind switch
    {
        System.Text.Json.JsonValueKind.Array => [.. value.Items().SelectMany(Hints)],
        System.Text.Json.JsonValueKind.Object => [.. new[] { value["slug"].Text(), value["name"].Text() }.OfType<string>()],
        _ => value.Text()?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
    };

    private static string? First(IReadOnlyList<string> hints, Func<string, string?> find) => hints.Select(find).FirstOrDefault(found => !string.IsNullOrWhiteSpace(found));

    private static string? Lower(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim().ToLowerInvariant();
}
