using Fulfilment.Host.Retention;
using Fulfilment.Host.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.Host.Tests.Retention;

public sealed class PurgeJobTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Age = TimeSpan.FromDays(120);
    private readonly TemporaryFolder _folder = new();
    private AgedData _data = null!;
    private PurgeJob _job = null!;

    public async Task InitializeAsync()
    {
        _data = await AgedData.OpenAsync(_folder.Path, Start);
        _job = new PurgeJob(new Purge(_data.Engine.Client, _data.Retention), _data.Clock, Age, NullLogger<PurgeJob>.Instance);
    }

    public async Task DisposeAsync()
    {
        await _job.DisposeAsync();
        await _data.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Clock_ReachesTheFirstRun_PurgesWhatIsOlderAndOnlyThat()
    {
        await _data.AddAsync("old");
        _data.Clock.Advance(Age);
        await _data.AddAsync("young");
        _job.Start();

        _data.Clock.Advance(PurgeJob.First - TimeSpan.FromSeconds(1));
        Assert.True(_job.LastRun.IsCompletedSuccessfully);
        Assert.Equal(["old", "young"], await _data.InstancesAsync());
        await RingAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["young"], await _data.InstancesAsync());
    }

    [Fact]
    public async Task Clock_GoesOnADayEachTime_PurgesAgain()
    {
        _job.Start();
        await RingAsync(PurgeJob.First);
        await _data.AddAsync("old");

        for (var day = 0; day <= Age.TotalDays; day++) await RingAsync(PurgeJob.Pause);

        Assert.Empty(await _data.InstancesAsync());
        Assert.Equal(0, (await _data.Retention.CountAsync(_data.Clock.GetUtcNow() - Age)).Webhooks);
    }

    [Fact]
    public async Task Run_NothingIsOld_WritesNothing()
    {
        await _data.AddAsync("young");
        var before = await CommitsAsync();
        _job.Start();

        await RingAsync(PurgeJob.First);

        Assert.Equal(before, await CommitsAsync());
    }

    [Fact]
    public async Task Stop_BeforeTheFirstRun_RunsNothingLater()
    {
        await _data.AddAsync("old");
        _job.Start();
        await _job.DisposeAsync();

        await RingAsync(Age + Age);

        Assert.Equal(["old"], await _data.InstancesAsync());
        _job = new PurgeJob(new Purge(_data.Engine.Client, _data.Retention), _data.Clock, Age, NullLogger<PurgeJob>.Instance);
    }

    private Task RingAsync(TimeSpan by)
    {
        _data.Clock.Advance(by);
        return _job.LastRun;
    }

    private Task<long> CommitsAsync() => _data.Engine.Store.ReadAsync(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key = 'commit'";
        return (long)command.ExecuteScalar()!;
    });
}
