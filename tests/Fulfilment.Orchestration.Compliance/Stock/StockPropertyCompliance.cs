using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>
/// Whatever operations come in whatever order: stock is never negative, what is allocated is what orders hold, goods are only
/// moved by arrivals and consumption, an all-or-nothing order never holds a part, and a repeat changes nothing.
/// </summary>
public abstract class StockPropertyCompliance : StoreCompliance
{
    private const int Runs = 40;
    private const int Operations = 30;

    [Fact]
    public void Operations_RandomSequences_KeepTheBooksStraight()
    {
        var run = 0;
        // Each run has a store of its own, so that one set of storage serves them all.
        var property = Prop.ForAll(StockOperation.Sequences(Operations), operations => RunAsync($"s{(++run).ToString(CultureInfo.InvariantCulture)}", operations));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), property);
    }

    private async Task RunAsync(string store, IReadOnlyList<StockOperation> operations)
    {
        var model = new StockModel(Harness, store);
        foreach (var operation in operations) await model.RunAsync(operation);
    }
}
