namespace Fulfilment.Orchestration.Ports;

/// <summary>The payment provider each store has chosen.</summary>
public interface IPaymentProviders
{
    /// <exception cref="InvalidOperationException">The store is not in the settings, or names a provider that is not registered.</exception>
    IPaymentProvider For(string store);
}

public sealed class PaymentProviders(IStoreDirectory stores, IEnumerable<IPaymentProvider> providers) : IPaymentProviders
{
    private readonly Dictionary<string, IPaymentProvider> _providers = providers.ToDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);

    public IPaymentProvider For(string store)
    {
        var name = stores.Require(store).Payment.Provider;
        return _providers.TryGetValue(name, out var provider)
            ? provider
            : throw new InvalidOperationException($"Store '{store}' names the payment provider '{name}'; there are {string.Join(", ", _providers.Keys)}.");
    }
}
