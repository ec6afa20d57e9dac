namespace Fulfilment.Host.Load;

/// <param name="Url">Of the running server; loopback only.</param>
/// <param name="Rate">Webhooks a second.</param>
internal sealed record LoadOptions(string Url, string Directory, string? Store, int Rate, int Seconds, bool Json);

/// <param name="P50">Milliseconds from sending to the acknowledgement, which comes after the sync to disk.</param>
/// <param name="Late">Requests that could not leave at their time because earlier ones were still under way.</param>
internal sealed record LoadResult(int Sent, int Acknowledged, int Failed, int Late, double PerSecond, double P50, double P99, double Max, double GeneratorCpuSeconds);
