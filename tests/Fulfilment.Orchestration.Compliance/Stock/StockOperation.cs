using FsCheck;
using FsCheck.Fluent;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>One random operation on a ledger of three skus and six orders.</summary>
public abstract record StockOperation
{
    private StockOperation() { }

    public sealed record Arrive(string Sku, int Quantity) : StockOperation;

    public sealed record Expect(string Sku, int Quantity, int Days) : StockOperation;

    public sealed record Demand(int Order, IReadOnlyList<StockLine> Lines, int Priority, DemandMode Mode) : StockOperation;

    public sealed record Reserve(int Order, IReadOnlyList<StockLine> Lines) : StockOperation;

    public sealed record Release(int Order) : StockOperation;

    public sealed record Consume(int Order, IReadOnlyList<StockLine> Lines) : StockOperation;

    /// <summary>The last operation once more, under its old key.</summary>
    public sealed record Repeat : StockOperation;

    private static readonly Gen<string> AnySku = Gen.Elements("mug", "ring", "plate");

    private static readonly Gen<int> AnyOrder = Gen.Choose(1, 6);

    private static readonly Gen<IReadOnlyList<StockLine>> AnyLines =
        from count in Gen.Choose(1, 3)
        from lines in (from sku in AnySku from quantity in Gen.Choose(1, 4) select new StockLine(sku, quantity)).ListOf(count)
        select (IReadOnlyList<StockLine>)lines;

    private static readonly Gen<StockOperation> AnyOperation = Gen.Frequency<StockOperation>(
        (6, from sku in AnySku from quantity in Gen.Choose(-4, 8) select (StockOperation)new Arrive(sku, quantity)),
        (1, from sku in AnySku from quantity in Gen.Choose(0, 5) from days in Gen.Choose(1, 3) select (StockOperation)new Expect(sku, quantity, days)),
        (7, from order in AnyOrder
            from lines in AnyLines
            from priority in Gen.Choose(0, 1)
            from mode in Gen.Elements(DemandMode.AllOrNothing, DemandMode.AllOrNothing, DemandMode.Split)
            select (StockOperation)new Demand(order, lines, priority, mode)),
        (3, from order in AnyOrder from lines in AnyLines select (StockOperation)new Reserve(order, lines)),
        (1, from order in AnyOrder select (StockOperation)new Release(order)),
        (2, from order in AnyOrder from lines in AnyLines select (StockOperation)new Consume(order, lines)),
        (2, Gen.Constant((StockOperation)new Repeat())));

    /// <summary>Shrinks by leaving out one operation at a time.</summary>
    public static Arbitrary<IReadOnlyList<StockOperation>> Sequences(int length) => Arb.From(
        AnyOperation.ListOf(length).Select(operations => (IReadOnlyList<StockOperation>)operations),
        operations => Enumerable.Range(0, operations.Count).Select(i => (IReadOnlyList<StockOperation>)[.. operations.Where((_, at) => at != i)]));
}
