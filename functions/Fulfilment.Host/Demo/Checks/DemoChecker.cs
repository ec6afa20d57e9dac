using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>One promise: what breaks it, in one line each; nothing when it holds.</summary>
internal delegate IEnumerable<string> Promise(Evidence evidence, Chronicle sent);

/// <summary>Checks every promise on what a run left behind.</summary>
internal static class DemoChecker
{
    private static readonly IReadOnlyList<(string Name, Promise Check)> Promises =
    [
        ("nothing acknowledged is lost", NothingLost.Check),
        ("applied edits are on the parcel", EditsReachTheParcel.Check),
        ("the storefront's changes are on the parcel or refused", StorefrontHeard.Check),
        ("refused edits have a receipt and no effect", RefusalsHaveReceipts.Check),
        ("no order is released twice", ReleasedOnce.Check),
        ("no order is released early", NothingEarly.Check),
        ("every mail is sent once", MailsOnce.Check),
        ("stock adds up", StockAddsUp.Check),
        ("money adds up", MoneyAddsUp.Check),
        ("every order is finished or says what it waits for", EverythingExplained.Check),
    ];

    public static IReadOnlyList<string> Names => [.. Promises.Select(p => p.Name)];

    /// <returns>"promise: what breaks it", sorted; empty when all hold.</returns>
    public static IReadOnlyList<string> Check(Evidence evidence, Chronicle sent) =>
        [.. Promises.SelectMany(p => p.Check(evidence, sent).Select(fault => $"{p.Name}: {fault}")).Order(StringComparer.Ordinal)];
}
