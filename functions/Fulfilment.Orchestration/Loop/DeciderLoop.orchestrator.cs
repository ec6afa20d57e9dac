using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Loop;

/// <summary>
/// The durable loop under every orchestrator: wait for one command or the plan's next instant, let the decider decide,
/// publish what came of it. It decides nothing itself.
/// </summary>
public abstract class DeciderLoop<TState, TCommand, TEvent>(ILoopSubject<TState, TCommand, TEvent> subject) : IOrchestrator
    where TState : class
    where TCommand : class
{
    /// <summary>Keeps histories short: a replay covers at most this many commands.</summary>
    private const int CommandsPerExecution = 20;

    private readonly IDecider<TState, TCommand, TEvent> _decider = subject.Decider;

    public async Task<object?> RunAsync(OrchestrationContext context)
    {
        var input = context.GetInput<LoopInput<TState, TCommand>>() ?? throw new InvalidOperationException($"{context.InstanceId} has no input.");
        var loop = input.Carried ?? new(_decider.Initial(context.InstanceId), NextEffect: 1, Revision: 0, DateTimeOffset.MinValue, []);
        if (input.First is { } first) loop = await ApplyAsync(context, loop, first);
        foreach (var command in input.Pending ?? []) loop = await ApplyAsync(context, loop, command);

        using var alarm = new Alarm(context);
        Task<TCommand>? next = null;
        while (true)
        {
            // The wait comes before the question whether all is over: a command that is already here still gets its receipt.
            next ??= context.WaitForExternalEvent<TCommand>(LoopNames.CommandEvent);
            var finished = _decider.IsFinished(loop.State, Now(context, loop));
            if (finished && !next.IsCompleted) break;
            await Task.WhenAny(next, alarm.At(finished ? null : _decider.WakeAt(loop.State, Now(context, loop))));
            if (!next.IsCompleted)
            {
                // A wake leaves the wait as it is: a dead waiter would swallow the next command (see docs/adr/0003).
                loop = await WakeAsync(context, loop);
                continue;
            }

            var command = await next;
            next = null;
            if (subject.IsDeparture(command)) return await DepartAsync(context, loop);
            loop = await ApplyAsync(context, loop, command);
            if (loop.SinceContinue < CommandsPerExecution) continue;
            context.ContinueAsNew(new LoopInput<TState, TCommand> { Carried = loop with { SinceContinue = 0 } });
            return null;
        }

        return subject.View(loop.State, Now(context, loop)).Status.ToString();
    }

    /// <summary>Ends the instance with all it holds. Nothing is decided any more: what waits goes along undecided, in its order.</summary>
    private async Task<Departure<TState, TCommand>> DepartAsync(OrchestrationContext context, LoopState<TState> loop)
    {
        var leaving = loop with { Moves = loop.Moves + 1, Now = Now(context, loop), SinceContinue = 0 };
        // Closes the door first: whatever came in before it is in the mailbox when this returns, and nothing comes after it.
        await context.CallActivityAsync(LoopNames.Depart, new DepartInput(context.InstanceId, leaving.Moves, leaving.Now), LoopNames.Patient);
        var pending = new List<TCommand>();
        for (var next = Wait(); next.IsCompleted; next = Wait())
        {
            var command = await next;
            if (!subject.IsDeparture(command)) pending.Add(command);
        }

        return new(leaving, pending);

        Task<TCommand> Wait() => context.WaitForExternalEvent<TCommand>(LoopNames.CommandEvent);
    }

    private async Task<LoopState<TState>> ApplyAsync(OrchestrationContext context, LoopState<TState> loop, TCommand command)
    {
        var id = subject.CommandIdOf(command);
        if (loop.Recent.Contains(id)) return loop with { SinceContinue = loop.SinceContinue + 1 };
        var decided = await DecideAsync(context, loop, command);
        loop = await PublishAsync(context, decided.Loop, command, decided.Decision);
        return loop with { SinceContinue = loop.SinceContinue + 1, Recent = [.. loop.Recent.TakeLast(LoopNames.RememberedCommands - 1), id] };
    }

    private async Task<LoopState<TState>> WakeAsync(OrchestrationContext context, LoopState<TState> loop)
    {
        var command = _decider.Wake(loop.State, Now(context, loop));
        var decided = await DecideAsync(context, loop, command);
        var after = await PublishAsync(context, decided.Loop, command, decided.Decision);
        if (decided.Decision is Decision<TEvent>.Accepted || _decider.IsFinished(after.State, after.Now)) return after;
        return _decider.WakeAt(after.State, after.Now) <= after.Now
            ? throw new InvalidOperationException($"A wake at {after.Now:O} changed nothing and would ring again at once.")
            : after;
    }

    private async Task<(LoopState<TState> Loop, Decision<TEvent> Decision)> DecideAsync(OrchestrationContext context, LoopState<TState> loop, TCommand command)
    {
        loop = loop with { Now = Now(context, loop) };
        var decision = _decider.Decide(command, loop.State, loop.Now, facts: null);
        if (decision is not Decision<TEvent>.Needs needs) return (loop, decision);

        var request = new FactsInput(context.InstanceId, subject.CommandIdOf(command), needs.Request);
        var facts = await context.CallActivityAsync<Facts>(LoopNames.GatherFacts, request, LoopNames.Patient);
        loop = loop with { Now = Now(context, loop) };
        decision = _decider.Decide(command, loop.State, loop.Now, facts);
        return decision is Decision<TEvent>.Needs
            ? throw new InvalidOperationException($"{request.CommandId} asked for facts twice.")
            : (loop, decision);
    }

    private async Task<LoopState<TState>> PublishAsync(OrchestrationContext context, LoopState<TState> loop, TCommand command, Decision<TEvent> decision)
    {
        var outcome = LoopOutcome.Of(decision);
        var after = outcome.Events.Aggregate(loop.State, _decider.Evolve);
        var view = subject.View(after, loop.Now);
        var effects = outcome.Effects.Select((effect, i) => new NumberedEffect(loop.NextEffect + i, effect)).ToList();
        var receipts = subject.WantsReceipt(command) ? outcome.Receipts : outcome.Settled;
        var publication = new Publication(context.InstanceId, loop.Revision + 1, loop.Now, view, receipts, subject.Timeline(command, decision, after), effects);
        await context.CallActivityAsync(LoopNames.Publish, publication, LoopNames.Patient);
        context.SetCustomStatus(view.Status.ToString());
        return loop with { State = after, NextEffect = loop.NextEffect + effects.Count, Revision = publication.Revision };
    }

    /// <summary>The engine's clock may be set back, also between two executions; the instance's never goes back.</summary>
    private static DateTimeOffset Now(OrchestrationContext context, LoopState<TState> loop)
    {
        var now = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);
        return now > loop.Now ? now : loop.Now;
    }
}
