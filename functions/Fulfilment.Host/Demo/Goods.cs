using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo;

/// <summary>What the shops have in stock and what comes in.</summary>
internal static class Goods
{
    private static readonly string[] Stores = [DemoWorld.Shop, DemoWorld.Workshop];

    /// <summary>Catalogue, shipping prices and the stock to begin with; of scarce goods only the word that they are expected.</summary>
    public static async Task PrepareAsync(StaffClient staff, IReadOnlyList<DemoOrder> orders)
    {
        foreach (var store in Stores)
        {
            await staff.ImportCatalogueAsync(store);
            foreach (var product in DemoWorld.Products.Where(p => p.Ships))
            {
                if (product.Scarce) await staff.ExpectGoodsAsync(store, product.Sku, Math.Max(1, Wanted(orders, store, product.Sku)), DemoWorld.Start.AddHours(80));
                else await staff.ReceiveGoodsAsync(store, product.Sku, orders.Count * 4);
            }
        }
    }

    /// <summary>Scarce goods come in three loads; in a larger run one unit too few, so that the last order goes on waiting and says so.</summary>
    public static void Plan(Agenda agenda, StaffClient staff, IReadOnlyList<DemoOrder> orders)
    {
        foreach (var store in Stores)
        {
            foreach (var product in DemoWorld.Products.Where(p => p.Scarce))
            {
                var wanted = Wanted(orders, store, product.Sku);
                var load = wanted / 3;
                var last = wanted - 2 * load - (orders.Count >= 100 ? 1 : 0);
                foreach (var (hours, quantity) in ((int, int)[])[(30, load), (54, load), (80, last)])
                    if (quantity > 0) agenda.Add(DemoWorld.Start.AddHours(hours), 0, () => staff.ReceiveGoodsAsync(store, product.Sku, quantity));
            }

            // Staff pay out what waits for them at the end of each working day.
            for (var day = 0; day < 14; day++) agenda.Add(DemoWorld.Start.AddHours(day * 24 + 11), 0, () => staff.PayOutAsync(store));
        }
    }

    private static int Wanted(IReadOnlyList<DemoOrder> orders, string store, string sku) =>
        orders.Where(o => o.Store == store).SelectMany(o => o.Lines).Where(l => l.Sku == sku).Sum(l => l.Quantity);
}
