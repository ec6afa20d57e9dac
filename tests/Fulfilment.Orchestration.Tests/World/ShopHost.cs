using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Testing;

namespace Fulfilment.Orchestration.Tests.World;

/// <summary>A host that orders live on, with a clock that only the test moves: what a script of a shop's days needs of it, whatever the host is made of.</summary>
internal abstract class ShopHost : IAsyncDisposable
{
    public ManualClock Clock { get; protected init; } = new();

    public PlayedMail Mail { get; protected init; } = new();

    public PlayedPayments Payments { get; protected init; } = new();

    public abstract ReleasePolicy Policy { get; }

    /// <summary>When something is to be done by itself; null: never.</summary>
    protected abstract DateTimeOffset? NextDue { get; }

    public abstract T Get<T>() where T : notnull;

    /// <summary>Until nothing is left to do now.</summary>
    public abstract Task IdleAsync();

    /// <summary>Has all orders leave, into a file.</summary>
    public abstract Task<(byte[] File, ExportResult Result)> ExportAsync();

    public abstract Task<ImportResult> ImportAsync(byte[] file);

    public abstract ValueTask DisposeAsync();

    /// <summary>Sends a command and returns its receipt.</summary>
    public async Task<Receipt> SendAsync(string orderId, OrderCommand command)
    {
        await SubmitAsync(orderId, command);
        await IdleAsync();
        return await Get<IReceiptStore>().GetAsync(orderId, command.CommandId) ?? throw new InvalidOperationException($"{command.CommandId} has no receipt.");
    }

    /// <summary>Sends a command and waits for nothing.</summary>
    public Task<Submission> SubmitAsync(string orderId, OrderCommand command) => Get<ICommandChannel>().SubmitAsync(orderId, command);

    public async Task<OrderView> ViewAsync(string orderId) =>
        (await Get<IOrderIndex>().GetAsync(orderId))?.View ?? throw new InvalidOperationException($"{orderId} is not in the index.");

    /// <summary>Lets time pass, stopping at each instant at which the host has something to do.</summary>
    public async Task AdvanceAsync(TimeSpan by) => await AdvanceToAsync(Clock.GetUtcNow() + by);

    public async Task AdvanceToAsync(DateTimeOffset target)
    {
        await IdleAsync();
        for (var steps = 0; NextDue is { } due && due <= target; steps++)
        {
            Assert.True(steps < 10_000, $"The host rings without end at {due:O}.");
            Clock.AdvanceTo(due);
            await IdleAsync();
        }

        Clock.AdvanceTo(target);
        await IdleAsync();
    }
}
