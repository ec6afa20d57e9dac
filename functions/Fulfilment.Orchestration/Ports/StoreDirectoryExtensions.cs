namespace Fulfilment.Orchestration.Ports;

public static class StoreDirectoryExtensions
{
    /// <exception cref="InvalidOperationException">The store is not (any more) in the settings, though an order of it is here.</exception>
    public static StoreSettings Require(this IStoreDirectory stores, string store) =>
        stores.Find(store) ?? throw new InvalidOperationException($"Store '{store}' is not in the settings (stores:{store}); add it again to let its orders go on.");
}
