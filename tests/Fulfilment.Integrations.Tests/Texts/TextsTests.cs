using System.Text.RegularExpressions;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Texts = Fulfilment.Integrations.Texts;

namespace Fulfilment.Integrations.Tests.Wording;

public class TextsTests
{
    private const string Paris = "Europe/Paris";

    public static TheoryData<string> TimelineCodes =>
    [
        "Placed", "ClosedOutside", "Cancelled", "Refused", "Edited", "StorefrontEdit", "StorefrontConflict", "GraceWaived", "PolicyChanged", "Held", "Unheld", "NoteAdded", "MailReported",
        "ContactRequested", "ContactReminded", "ContactUnanswered", "ContactRecorded", "ContactConfirmed", "ContactDeclined", "StockAllocated", "StockPartlyAllocated", "StockMissing",
        "BackorderChosen", "EditProvisional", "EditSettled", "EditLapsed", "PaymentDue", "PaymentCleared", "PaymentRequested", "PaymentFailed", "MoneyReceived", "RefundRequested", "RefundFailed",
        "Refunded", "Released", "RemainderDropped", "ReleaseAcknowledged", "ReleaseRejected", "Collected", "Packing", "ReadyForShipment", "HandedToCarrier", "StepProblem", "StepResolved",
        "SlaMissed", "LabelCreated", "Sent", "InTransit", "OutForDelivery", "AtRelayPoint", "Delivered", "DeliveryFailed", "InterceptAsked", "InterceptSucceeded", "InterceptFailed",
    ];

    [Theory]
    [MemberData(nameof(TimelineCodes))]
    public void Timeline_EachCode_IsWordedInBothLanguages(string code)
    {
        var data = new Dictionary<string, string> { ["choice"] = "Wait", ["amount"] = "24.50 EUR", ["by"] = "system" };
        var entry = new TimelineEntry(1, Samples.Now, Actor.System, code, data);
        var (english, french) = (Texts.Timeline(entry, "en"), Texts.Timeline(entry, "fr"));

        Assert.DoesNotContain("choice:", english + french, StringComparison.Ordinal);
        Assert.NotEmpty(english);
        if (code != "NoteAdded") Assert.NotEqual(english, french);
    }

    [Fact]
    public void Timeline_DetailsAndAmounts_AreInTheReadersLanguage()
    {
        Assert.Equal("24,50\u00A0€ remboursés : la commande a été annulée", Timeline("fr", "Refunded", ("amount", "24.50 EUR"), ("reason", "the order was cancelled")));
        Assert.Equal("Modifiée : Quantité, Ligne ajoutée", Timeline("fr", "Edited", ("changes", "SetQuantity, AddLine, SetQuantity")));
        Assert.Equal("Refused: Change the order: already released", Timeline("en", "Refused", ("command", "Edit"), ("reason", "AlreadyReleased")));
        Assert.Equal("Sent (parcel 2)", Timeline("en", "Sent", ("shipment", "2")));
        Assert.Equal("FromTheFuture a: 1", Timeline("en", "FromTheFuture", ("a", "1")));
    }

    [Fact]
    public void Blocker_EachCode_IsWordedInBothLanguages() => Assert.All(Enum.GetValues<BlockerCode>(), code =>
    {
        foreach (var until in new DateTimeOffset?[] { null, Samples.Now })
        {
            var blocker = new Blocker(code, "", until, []);
            Assert.NotEqual(Texts.Blocker(blocker, "en", Paris), Texts.Blocker(blocker, "fr", Paris));
        }
    });

    [Fact]
    public void Blocker_ValuesOfTheDomain_AreWorkedIn()
    {
        Assert.Equal(
            "the payment of €12.50 has not arrived yet; the order lapses on Monday 6 July at 11:30",
            Blocker("en", BlockerCode.Payment, ("amount", "12.50"), ("currency", "EUR"), ("expires", "2026-07-06T09:30:00Z")));
        Assert.Equal("en rupture de stock : 2 × MUG-1, attendu lundi 6 juillet à 11:30", Texts.Blocker(new(BlockerCode.Stock, "", Samples.Now, []) { Data = Data(("sku", "2 × MUG-1")) }, "fr", Paris));
        Assert.Equal("the shop holds the order (address check)", Blocker("en", BlockerCode.Hold, ("reason", "address check")));
        Assert.Equal("votre confirmation est nécessaire avant l’envoi (engraving)", Blocker("fr", BlockerCode.Contact, ("category", "engraving")));
    }

    [Fact]
    public void Names_EveryEnumValue_IsWordedInBothLanguages()
    {
        foreach (var language in (string[])["fr", "en"])
        {
            Assert.All(Enum.GetValues<OrderStatus>(), value => Assert.NotEmpty(Texts.Status(value, language)));
            Assert.All(Enum.GetValues<TrackingStatus>(), value => Assert.NotEmpty(Texts.Tracking(value, language)));
            Assert.All(Enum.GetValues<WarehouseStep>(), value => Assert.NotEmpty(Texts.Step(value, language)));
            Assert.All(Enum.GetValues<ChangeKind>(), value => Assert.NotEmpty(Texts.ChangeName(value, language)));
            Assert.All(Enum.GetValues<BackorderOption>(), value => Assert.NotEmpty(Texts.Backorder(value, language)));
            Assert.All(Enum.GetValues<Outcome>(), value => Assert.NotEmpty(Texts.Outcome(Receipt(value), language)));
        }
    }

    /// <summary>An intercept is provisional too, and nobody has to pay for it.</summary>
    [Fact]
    public void Outcome_OfWhatTheWarehouseHasToAnswer_AsksForNoPayment()
    {
        Assert.DoesNotContain("payment", Texts.Outcome(Receipt(Outcome.Provisional), "en"), StringComparison.Ordinal);
        Assert.Contains("payment", Texts.Outcome(Receipt(Outcome.Provisional) with { Provisional = new(Samples.Now, Money.Round(1, Currency.Of("EUR")), "p1") }, "en"), StringComparison.Ordinal);
    }

    private static Receipt Receipt(Outcome outcome) => new("c1", nameof(OrderCommand.Intercept), Actor.Customer, Samples.Now, outcome, 1, []);

    [Fact]
    public void Command_EveryTypeThatPeopleSee_HasAName()
    {
        var types = typeof(OrderCommand).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OrderCommand)) && type != typeof(OrderCommand.Wake)).Select(type => type.Name);

        Assert.All(types, type => Assert.NotEqual(Texts.Command(type, "fr"), type));
    }

    [Fact]
    public void Refusal_EveryKind_IsASentenceInBothLanguages()
    {
        Refusal[] all =
        [
            new Refusal.AlreadyReleased("Sam", Samples.Now), new Refusal.NotEditableForCategory(ChangeKind.AddLine, "furniture"), new Refusal.UnknownLine("l9"), new Refusal.UnknownProduct("S"),
            new Refusal.UnknownShippingMethod("x"), new Refusal.InvalidChange("Bad."), new Refusal.WouldEmptyOrder(), new Refusal.AddedLineOutOfStock("S", 1), new Refusal.InvalidAddress("city", "Bad."),
            new Refusal.VersionConflict(3), new Refusal.PaymentDeclined("Bad."), new Refusal.PaymentExpired(Samples.Now), new Refusal.EditPending("c", Samples.Now),
            new Refusal.OrderClosed(OrderStatus.Cancelled), new Refusal.NotAllowed("Bad."),
        ];

        Assert.Equal(typeof(Refusal).GetNestedTypes().Count(type => type.IsSubclassOf(typeof(Refusal))), all.Length);
        Assert.All(all, refusal => Assert.Matches(new Regex(@"^[A-Z“].*\.$"), Texts.Refusal(refusal, "en", Paris)));
        Assert.All(all, refusal => Assert.NotEqual(Texts.Refusal(refusal, "en", Paris), Texts.Refusal(refusal, "fr", Paris)));
        Assert.All(all, refusal => Assert.NotEqual(refusal.GetType().Name, Texts.RefusalName(refusal.GetType().Name, "en")));
    }

    [Theory]
    [InlineData("1234567.5", "EUR", "€1,234,567.50", "1\u00A0234\u00A0567,50\u00A0€")]
    [InlineData("-3", "USD", "-$3.00", "-3,00\u00A0USD")]
    [InlineData("1200", "JPY", "¥1,200", "1\u00A0200\u00A0¥")]
    [InlineData("1.25", "KWD", "KWD\u00A01.250", "1,250\u00A0KWD")]
    public void Money_AnyCurrency_HasItsDigitsAndSign(string major, string currency, string english, string french)
    {
        var money = Money.FromMajor(decimal.Parse(major, System.Globalization.CultureInfo.InvariantCulture), Currency.Of(currency));

        Assert.Equal((english, french.Replace("USD", "$", StringComparison.Ordinal)), (Formats.Money(money, "en-GB"), Formats.Money(money, "fr_FR")));
    }

    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "Sunday 29 March at 01:30", "dimanche 29 mars à 01:30")]
    [InlineData("2026-03-29T01:30:00Z", "Sunday 29 March at 03:30", "dimanche 29 mars à 03:30")]
    [InlineData("2026-07-31T22:30:00Z", "Saturday 1 August at 00:30", "samedi 1er août à 00:30")]
    public void Instant_AroundClockChangesAndMidnight_IsTheShopsWallClock(string at, string english, string french)
    {
        var instant = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((english, french), (Formats.Instant(instant, "en", Paris), Formats.Instant(instant, "fr", Paris)));
    }

    private static string Timeline(string language, string code, params (string, string)[] data) => Texts.Timeline(new(1, Samples.Now, Actor.System, code, Data(data)), language);

    private static string Blocker(string language, BlockerCode code, params (string, string)[] data) => Texts.Blocker(new(code, "", null, []) { Data = Data(data) }, language, Paris);

    private static Dictionary<string, string> Data(params (string Name, string Value)[] data) => data.ToDictionary(pair => pair.Name, pair => pair.Value);
}
