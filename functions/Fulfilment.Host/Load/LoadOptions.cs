namespace Fulfilment.Host.Load;

/// <param name="Url">Of the running server; loopback only.</param>
/// <param name="Rate">Webhooks a second.</param>
/// <param name="WarmUp">Seconds at the same rate before anything is counted: both programs compile their code then.</param>
internal sealed record LoadOptions(string Url, string Directory, string? Store, int Rate, int Seconds, int WarmUp, bool Json);

/// <param name="Late">Requests that left more than 5 ms after they were due; that delay is in the times below.</param>
/// <param name="PerSecond">Acknowledged, from the first that was due to the last answer.</param>
/// <param name="P50">Milliseconds from when a request was due to its acknowledgement, which comes after the sync to disk.</param>
internal sealed record LoadResult(int Sent, int Acknowledged, int Failed, int Late, double PerSecond, double P50, double P99, double Max, double GeneratorCpuSeconds);
