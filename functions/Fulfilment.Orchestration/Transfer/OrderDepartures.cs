using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>Has open orders depart, and tells what each order is then: gone, ended, or still here and why.</summary>
public sealed class OrderDepartures(IOrchestrationClient client, IQuarantine quarantine, IOrderMoves moves, TimeProvider clock)
{
    private const int ManyQuarantined = 1000;

    /// <summary>How long an order that is asked to leave may take, in real time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Orders that cannot run, with the reason: they cannot leave either.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StuckAsync(CancellationToken cancellationToken = default)
    {
        var items = await quarantine.ListAsync(ManyQuarantined, cancellationToken);
        return items.Where(item => item.Kind == "orchestration").GroupBy(item => item.InstanceId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Reason, StringComparer.Ordinal);
    }

    /// <summary>Repeatable: an order that has departed stays so.</summary>
    public async Task<DepartedOrder> DepartAsync(string orderId, IReadOnlyDictionary<string, string> stuck, CancellationToken cancellationToken = default)
    {
        var instance = await client.GetInstanceAsync(orderId, getInputsAndOutputs: true, cancellationToken);
        if (instance is { IsCompleted: false })
        {
            if (instance.Status == OrchestrationStatus.Suspended) return await LeftAsync(orderId, "it is suspended: resume it, then export again", cancellationToken);
            if (stuck.TryGetValue(orderId, out var reason)) return await LeftAsync(orderId, $"it is quarantined ({reason}): retry it on the staff pages after the fix, then export again", cancellationToken);
            instance = await SendAwayAsync(orderId, cancellationToken);
            if (instance is null) return await LeftAsync(orderId, "it still waits for an answer from outside and leaves as soon as it has it: export again in a while", cancellationToken);
        }

        // For the engine it is finished; the order's life is not over, and what it would leave with is nowhere.
        if (instance is { Status: OrchestrationStatus.Failed })
            return await LeftAsync(orderId, $"it has failed ({instance.FailureDetails?.ErrorMessage ?? "no reason is known"}) and cannot go on: settle it by hand", cancellationToken);
        if (await moves.GetAsync(orderId, cancellationToken) is not { } move) return new DepartedOrder.Ended(orderId);
        if (move.ElsewhereSince is null) return new DepartedOrder.Ended(orderId);
        return Departure(instance) is { } departure && departure.Carried.Moves == move.Moves ? new DepartedOrder.Gone(orderId, departure) : new DepartedOrder.Elsewhere(orderId, move.Moves);
    }

    /// <returns>Null when it has not left within the time.</returns>
    private async Task<OrchestrationMetadata?> SendAwayAsync(string orderId, CancellationToken cancellationToken)
    {
        var depart = new OrderCommand.Depart { CommandId = CommandIds.Internal("depart"), Actor = Actor.System, At = clock.GetUtcNow() };
        await client.RaiseEventAsync(orderId, LoopNames.CommandEvent, CommandPayload.Of(depart), cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // In real time, whatever clock the orders live by.
        patience.CancelAfter(Patience);
        try
        {
            return await client.WaitForCompletionAsync(orderId, getInputsAndOutputs: true, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<DepartedOrder> LeftAsync(string orderId, string reason, CancellationToken cancellationToken) =>
        new DepartedOrder.Left(orderId, (await moves.GetAsync(orderId, cancellationToken))?.Moves ?? 0, reason);

    private static Departure<OrderState, OrderCommand>? Departure(OrchestrationMetadata? instance) =>
        instance?.SerializedOutput is { } output && output.StartsWith('{') ? JsonSerializer.Deserialize<Departure<OrderState, OrderCommand>>(output, DomainJson.Options) : null;
}

/// <summary>What an order is when it was asked to leave.</summary>
public abstract record DepartedOrder(string Id)
{
    /// <summary>It goes on wherever this is imported.</summary>
    public sealed record Gone(string Id, Departure<OrderState, OrderCommand> Departure) : DepartedOrder(Id);

    /// <summary>Its life is over; its records can go.</summary>
    public sealed record Ended(string Id) : DepartedOrder(Id);

    /// <summary>It was never here, or its instance was purged after it left and an export read what it left with.</summary>
    public sealed record Elsewhere(string Id, int Moves) : DepartedOrder(Id);

    /// <param name="Reason">Why it stays, and what to do.</param>
    public sealed record Left(string Id, int Moves, string Reason) : DepartedOrder(Id);
}
