using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>
/// Every mail key went out once: log and mailbox say the same. A second copy is forgiven only where the log counts a second
/// try, which happens when the server dies between sending and recording.
/// </summary>
internal static class MailsOnce
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        var files = evidence.MailFiles.GroupBy(f => f.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var mail in evidence.Mails)
        {
            var copies = files.GetValueOrDefault(mail.Message.Key);
            if (mail.Status != "sent") yield return $"{mail.Message.Key} ({mail.Message.Template}) is {mail.Status}, not sent";
            else if (copies == 0) yield return $"{mail.Message.Key} ({mail.Message.Template}) is logged as sent and not in the mailbox";
            else if (copies > mail.Intents) yield return $"{mail.Message.Key} ({mail.Message.Template}) is {copies} times in the mailbox after {mail.Intents} tries";
        }

        var logged = evidence.Mails.Select(m => m.Message.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in files.Keys.Where(key => !logged.Contains(key)).Order(StringComparer.Ordinal)) yield return $"{key} is in the mailbox and not in the log";
        foreach (var fault in evidence.Orders.Values.SelectMany(order => Missing(order, evidence))) yield return fault;
    }

    private static IEnumerable<string> Missing(OrderView order, Evidence evidence)
    {
        var templates = evidence.Mails.Where(m => m.Message.OrderId == order.Id).Select(m => m.Message.Template).ToList();
        if (!templates.Contains(MailTemplates.Received) && order.Status != OrderStatus.Cancelled) yield return $"{order.Id} was never confirmed by mail";
        if (order.Status == OrderStatus.Delivered && !templates.Contains(MailTemplates.Delivered)) yield return $"{order.Id} was delivered and nobody was told";
        var shipments = evidence.ReleasesOf(order.Id).Count();
        var told = templates.Count(t => t == MailTemplates.Released);
        if (told != shipments) yield return $"{order.Id} was released in {shipments} shipments and {told} mails say so";
    }
}
