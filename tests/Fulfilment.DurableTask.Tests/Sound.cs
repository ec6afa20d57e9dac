using Fulfilment.DurableTask.CrashHost;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What every test of a fault asks at its end: see <see cref="Soundness"/>.</summary>
internal static class Sound
{
    /// <summary>Of an engine that goes on after the fault.</summary>
    public static async Task AssertSoundAsync(this EmbeddedHarness engine)
    {
        await engine.SettleAsync();
        Assert(Soundness.Faults(engine.Options.Directory, engine.Registry), "after the fault");
    }

    public static void Assert(IReadOnlyList<string> faults, string where) => Xunit.Assert.True(faults.Count == 0, $"{where}:\n{string.Join('\n', faults)}");
}
