using System.Text.RegularExpressions;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Carriers;

/// <summary>What can be said of an address without asking anyone: its parts are there, the country exists, the postal code has the country's form.</summary>
public sealed class BasicAddressCheck : IAddressCheck
{
    internal const string Required = "This is required.";
    internal const string NoCountry = "This is not a country code of ISO 3166.";
    internal const string NoPostalCode = "This does not have the form of the country's postal codes.";
    internal const string TooLong = "This is too long for a label.";

    private const int MaxLine = 100;

    public Task<Refusal.InvalidAddress?> CheckAsync(Address address, CancellationToken cancellationToken = default) => Task.FromResult(Check(address));

    internal static Refusal.InvalidAddress? Check(Address address)
    {
        foreach (var (field, value) in new[] { ("name", address.Name), ("line1", address.Line1), ("city", address.City), ("country", address.Country) })
            if (string.IsNullOrWhiteSpace(value)) return new(field, Required);
        if (!Countries.Codes.Contains(address.Country)) return new("country", NoCountry);
        foreach (var (field, value) in new[] { ("name", address.Name), ("line1", address.Line1), ("line2", address.Line2), ("city", address.City) })
            if (value?.Length > MaxLine) return new(field, TooLong);
        return PostalCode(address);
    }

    private static Refusal.InvalidAddress? PostalCode(Address address)
    {
        if (!Countries.PostalCodes.TryGetValue(address.Country, out var form)) return null;
        if (string.IsNullOrWhiteSpace(address.PostalCode)) return new("postalCode", Required);
        return Regex.IsMatch(address.PostalCode.Trim(), $"^(?:{form})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) ? null : new("postalCode", NoPostalCode);
    }
}
