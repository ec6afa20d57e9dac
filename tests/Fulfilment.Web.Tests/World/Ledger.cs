namespace Fulfilment.Web.Tests.World;

/// <summary>Every write that the surface asked a port for, in order: what "a GET changes nothing" is checked against.</summary>
public sealed class Ledger
{
    private readonly List<string> _writes = [];

    public IReadOnlyList<string> Writes
    {
        get { lock (_writes) return [.. _writes]; }
    }

    public void Record(string write)
    {
        lock (_writes) _writes.Add(write);
    }
}
