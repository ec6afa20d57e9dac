using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Scripts;

/// <summary>How the order first reaches the server, with the disturbances of real storefronts.</summary>
internal static class Arrivals
{
    public static void Play(Stage stage, DemoOrder order)
    {
        switch (order.Plot)
        {
            case Plot.UpdateBeforeCreate:
                stage.After(order, 0, () => stage.Shops.UpdatedAsync(order with { UpdatedAt = order.PlacedAt.AddSeconds(30) }));
                stage.After(order, 2, () => stage.Shops.CreatedAsync(order));
                return;
            case Plot.CancelBeforeCreate:
                stage.After(order, 0, () => stage.Shops.CancelledAsync(order with { Cancelled = true, UpdatedAt = order.PlacedAt.AddSeconds(30) }));
                stage.After(order, 2, () => stage.Shops.CreatedAsync(order));
                return;
            default:
                Disturb(stage, order);
                return;
        }
    }

    private static void Disturb(Stage stage, DemoOrder order)
    {
        switch (order.Noise)
        {
            case Noise.None:
                break;
            case Noise.Repeated:
                stage.After(order, 1, () => stage.Shops.CreatedAsync(order));
                break;
            case Noise.Redelivered:
                stage.After(order, 1, () => stage.Shops.CreatedAsync(order, "again"));
                break;
            case Noise.BadSignature:
                stage.After(order, -1, () => stage.Shops.ForgedAsync(order));
                break;
            case Noise.Garbage:
                stage.After(order, -1, () => stage.Shops.GarbageAsync(order));
                break;
            default:
                throw new InvalidOperationException($"Unknown noise {order.Noise}.");
        }

        stage.After(order, 0, () => stage.Shops.CreatedAsync(order));
    }
}
