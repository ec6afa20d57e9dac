namespace Fulfilment.Integrations.Storefronts.Json;

/// <summary>Parts of an address that the platforms send alike.</summary>
internal static class AddressParts
{
    /// <summary>First and last name, or the one that there is; null without either.</summary>
    public static string? FullName(JsonAt person)
    {
        var name = string.Join(' ', new[] { person["first_name"].Text(), person["last_name"].Text() }.OfType<string>());
        return name.Length > 0 ? name : null;
    }

    /// <param name="text">What the field says, or what stands for it when it is empty.</param>
    public static string CountryCode(JsonAt field, string? text) =>
        text is { Length: 2 } code ? code.ToUpperInvariant() : throw field.Fault("A country code of two letters is needed here.");
}
