namespace Fulfilment.Host.Simulation;

/// <param name="PolicyFiles">Tried beside the present policy; none: the present one with longer and shorter grace.</param>
/// <param name="Directory">A data folder with recorded orders; null: they are generated.</param>
/// <param name="Orders">Generated orders, or the most to be read.</param>
internal sealed record SimulationOptions(IReadOnlyList<string> PolicyFiles, string? Directory, int Orders, int Days, int Seed, CostRates Rates);
