namespace Fulfilment.Host.Demo;

/// <param name="Data">Folder for the run, empty or not there yet; null: a new one among the temporary files.</param>
/// <param name="Keep">Leave the server up on the result until Ctrl-C.</param>
internal sealed record DemoOptions(int Orders, int Seed, string? Data, bool Keep)
{
    public const int MaxOrders = 5000;
}
