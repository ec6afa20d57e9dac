namespace Fulfilment.Bench.Children;

/// <param name="GrowthMb">Resident memory after garbage collection, above what it was before the first order.</param>
internal sealed record Growth(double GrowthMb, double ManagedMb);

/// <param name="Open">Dormant orders beside which it was measured.</param>
internal sealed record SizeStep(int Open, double CpuMs, double PerSecond);

internal sealed record TimerResult(double P99, double P50, int Early);

internal sealed record WakeResult(double P50, double P99, double RawP99, double OpenMb);

/// <param name="Seconds">From the start of the process.</param>
/// <param name="OpenSeconds">From opening the file.</param>
internal sealed record RestartResult(double Seconds, double OpenSeconds);
