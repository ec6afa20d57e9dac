using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>Whatever got a 2xx is there; whatever bore a bad signature is not.</summary>
internal static class NothingLost
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var order in sent.Orders.Where(id => !evidence.Orders.ContainsKey(id)))
            yield return $"{order} was acknowledged and is not in the database";
        foreach (var command in sent.Commands.Where(c => evidence.ReceiptOf(c.OrderId, c.CommandId) is null))
            yield return $"{command.Type} {command.CommandId} of {command.OrderId} was acknowledged and has no receipt";
        foreach (var id in sent.Parked.Where(id => !evidence.Parked.Contains(id)))
            yield return $"the delivery parked as {id} is not there any more";
        foreach (var order in evidence.Orders.Keys.Where(id => !sent.Orders.Contains(id)))
            yield return $"{order} is in the database and nobody sent it";
        if (sent.ForgeriesTaken > 0) yield return $"{sent.ForgeriesTaken} of {sent.Forgeries} deliveries with a bad signature were taken";
    }
}
