namespace Fulfilment.Bench.Children;

/// <param name="GrowthMb">Resident memory after garbage collection, above what it was before the first order.</param>
/// <param name="PeakMb">The most the process ever held.</param>
/// <param name="Seconds">Of placing them.</param>
internal sealed record Growth(double GrowthMb, double ManagedMb, double PeakMb, double Seconds);

/// <param name="Open">Open orders beside which it was measured.</param>
/// <param name="CpuMs">Of one order, in each window.</param>
internal sealed record SizeStep(int Open, IReadOnlyList<double> CpuMs, IReadOnlyList<double> PerSecond);

/// <param name="Spread">Lateness of timers due one after the other.</param>
/// <param name="Burst">Of timers of which a second's thousand are due at once.</param>
/// <param name="Raw">Of a thread that wakes and commits at the same instants.</param>
internal sealed record TimerResult(Lateness Spread, Lateness Burst, double RawP99);

/// <summary>Milliseconds from when it was due.</summary>
/// <param name="P99">To the activity after it.</param>
/// <param name="FiredP99">To the orchestrator's next line.</param>
/// <param name="Early">Orchestrators that went on before their time.</param>
internal sealed record Lateness(double P50, double P99, double FiredP99, int Early);

/// <param name="LastSeconds">From the instant to the last orchestrator that heard of it.</param>
/// <param name="RawSeconds">SQLite alone, deleting those timers and writing a row for each.</param>
internal sealed record SameResult(double P99, double LastSeconds, int Early, double RawSeconds);

internal sealed record WakeResult(double P50, double P99, double RawP99, double OpenMb, double PeakMb);

/// <param name="Seconds">From the start of the process.</param>
/// <param name="OpenSeconds">From opening the file.</param>
internal sealed record RestartResult(double Seconds, double OpenSeconds);

/// <param name="GrownMb">Resident memory after garbage collection at each step, above what it was before the first order.</param>
/// <param name="HistoryBytes">Of an order, on average.</param>
internal sealed record RealGrowth(IReadOnlyList<SizeStep> Steps, IReadOnlyList<double> GrownMb, double PeakMb, double Seconds, double HistoryBytes);
