using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Json;
using Fulfilment.Bench.Measuring;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Bench.Figures;

/// <summary>J: metadata made by the compiler against metadata by reflection, the question of docs/adr/0006.</summary>
internal sealed class JsonOfAnOrder : IMeasurement
{
    private const int Rounds = 41;
    private const string Times = "metadata by reflection, in turn with the generated: {0} µs; generated {1} µs; least of all rounds {2} and {3} µs";

    internal static readonly JsonSerializerOptions Reflected = With(new DefaultJsonTypeInfoResolver());
    internal static readonly JsonSerializerOptions Generated = With(GeneratedJson.Default);

    public IReadOnlyList<string> Ids => ["J"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        // Nothing here waits, as other measurements do.
        await Task.CompletedTask;
        var state = Placed();
        yield return Compare(bench, "write.state", "an order's state, written", options => JsonSerializer.SerializeToUtf8Bytes(state, options));
        yield return Compare(bench, "read.state", "an order's state, read", Reader<OrderState>(state));
        var view = OrderViews.Of(state, state.Data.Grace.From);
        yield return Compare(bench, "write.view", "an order's view, written", options => JsonSerializer.SerializeToUtf8Bytes(view, options));
        yield return Compare(bench, "read.view", "an order's view, read", Reader<OrderView>(view));
    }

    private static Action<JsonSerializerOptions> Reader<T>(T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, Reflected);
        if (!bytes.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(value, Generated))) throw new InvalidOperationException($"the two write a different {typeof(T).Name}");
        return options => JsonSerializer.Deserialize<T>(bytes, options);
    }

    /// <summary>Round by round in turn, after both have been compiled; the least shows what the code costs, the median what it cost here.</summary>
    private static Figure Compare(BenchRun bench, string id, string work, Action<JsonSerializerOptions> run)
    {
        var count = bench.Size(1_000, 100);
        var (generated, reflected) = (new List<double>(), new List<double>());
        for (var round = -Rounds / 4; round < Rounds; round++)
        {
            var (first, second) = (Time(run, Generated, count), Time(run, Reflected, count));
            if (round < 0) continue;
            generated.Add(first);
            reflected.Add(second);
        }

        return new($"J.{id}", $"{work}: time with metadata made by the compiler ÷ by reflection", "ratio", [.. generated.Zip(reflected, (one, other) => one / other)],
            string.Format(System.Globalization.CultureInfo.InvariantCulture, Times, Stat.Text(reflected, us => us), Stat.Text(generated, us => us), Report.Number(reflected.Min()), Report.Number(generated.Min())));
    }

    private static double Time(Action<JsonSerializerOptions> run, JsonSerializerOptions options, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++) run(options);
        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / count;
    }

    internal static OrderState Placed()
    {
        var place = ((IntakeAction.Upsert)RealOrder.Place(1).Action).Place;
        var decider = OrderDecider.Instance;
        var initial = decider.Initial(RealOrder.IdOf(1));
        var decision = (Decision<OrderEvent>.Accepted)decider.Decide(place, initial, place.At, facts: null);
        return decision.Events.Aggregate(initial, decider.Evolve);
    }

    private static JsonSerializerOptions With(IJsonTypeInfoResolver resolver) => new(DomainJson.Options) { TypeInfoResolver = resolver };
}
