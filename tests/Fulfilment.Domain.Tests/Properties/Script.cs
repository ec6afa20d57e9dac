using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Properties;

/// <summary>Turns arbitrary numbers into an order's life: each one is a command by somebody, at some later time.</summary>
internal sealed class Script
{
    private static readonly string[] Skus = ["CUP", "BOWL", "RING"];
    private readonly World _world;
    private readonly List<Action<World>> _checks = [];
    private int _snapshot;
    private int _policy = 1;

    private Script(World world)
    {
        _world = world;
        _world.Answers = Answer;
    }

    public World World => _world;

    /// <summary>An order drawn from the seed: paid or not, in cents, yen or fils, taxed on top or not, under one of several policies.</summary>
    public static Script Start(int seed)
    {
        var n = (uint)seed;
        return new(World.With(Orders((int)(n % 24)), PolicyOf((int)(n / 24 % 12)), rulesVersion: 1 + (int)(n / 288 % RulesVersions.Current)));
    }

    public Script Check(Action<World> check)
    {
        _checks.Add(check);
        check(_world);
        return this;
    }

    /// <param name="storefront">Whether the storefront and the policy may change things as well.</param>
    public Script Run(IEnumerable<int> numbers, bool storefront = true)
    {
        foreach (var number in numbers)
        {
            var n = (uint)number;
            Take(n % 36, n / 36, storefront);
            foreach (var check in _checks) check(_world);
        }

        return this;
    }

    private void Take(uint what, uint how, bool storefront)
    {
        _world.After(TimeSpan.FromMinutes(how % 7));
        if (_world.State.Data.Shipments.Count > 0 && how % 3 > 0)
        {
            Ship(how / 3);
            return;
        }

        var line = _world.State.Data.Content.Lines[(int)(how % (uint)Math.Max(1, _world.State.Data.Content.Lines.Count))].Id;
        var quantity = (int)(how / 8 % 5) + 1;
        var order = _world.State.Data;
        var asked = order.Provisional?.Terms.PaymentId;
        var refund = order.Money.Entries.FirstOrDefault(e => e.IsOpenRefund)?.Id;
        var captured = order.Money.Entries.FirstOrDefault(e => e.CaptureRequested && e.Status == PaymentStatus.Authorised)?.Id;
        switch (what)
        {
            case 0 or 1: Edit(new EditChange.ChangeQuantity(line, quantity)); break;
            case 2: Edit(new EditChange.AddLine(Skus[how % 3], quantity)); break;
            case 3: Edit(new EditChange.RemoveLine(line)); break;
            case 4: Edit(new EditChange.ChangeGiftMessage($"gift {how % 100}")); break;
            case 5: Edit(new EditChange.ChangeAddress(A.Address($"street {how % 100}"))); break;
            case 6: Edit(new EditChange.ChangeShippingMethod(how % 2 == 0 ? "express" : "standard")); break;
            case 7 when how % 2 == 0: Edit(new EditChange.ChangePersonalisation(line, new Dictionary<string, string> { ["text"] = $"t{how % 9}" }), new EditChange.ChangeQuantity(line, quantity + 2)); break;
            case 7: Edit(new EditChange.ChangeGiftMessage($"gift {how % 100}"), new EditChange.ChangeAddress(A.Address($"street {how % 100}")), new EditChange.AddLine(Skus[how % 3], 1)); break;
            case 8 when asked is not null: Pay(asked); break;
            case 9 when asked is not null: _world.Send(Actor.System, PaymentFailed(asked)); break;
            case 8 or 9 when refund is not null: Pay(refund); break;
            case 10 when captured is not null: Pay(captured); break;
            case 8 or 10: PayDue(how); break;
            case 11 when how % 3 == 0: _world.Send(Actor.Customer, Cancel()); break;
            case 12: _world.Send(Actor.Customer, ReleaseNow()); break;
            case 13: _world.Send(A.Agent, Hold("h")); break;
            case 14 or 15: _world.Send(A.Agent, Unhold()); break;
            case 16 or 17: _world.Allocated(); break;
            case 18: _world.Send(Actor.System, Expect(order.Stock.Version, _world.Now.AddDays(1), new StockLine(order.Content.Lines[0].Sku, 1))); break;
            case 19: _world.Send(Actor.Customer, Choose((BackorderOption)(how % 4))); break;
            case 20: Split(); break;
            case 21: _world.Send(Actor.Customer, Confirm()); break;
            case 22: _world.Send(Actor.Customer, Intercept()); break;
            case 23: Ship(how); break;
            case 24 when storefront: Storefront(how); break;
            case 25 when storefront: _world.Send(Actor.System, Policy(PolicyOf((int)(how % 12)) with { Version = ++_policy })); break;
            case 26: _world.RunUntil(_world.Now.AddMinutes(how % 500)); break;
            case 27: _world.RunUntil(_world.Now.AddMinutes(5)); break;
            default: Progress(what - 28); break;
        }
    }

    /// <summary>What brings an order on its way.</summary>
    private void Progress(uint what)
    {
        switch (what)
        {
            case 0 or 1: _world.Allocated(); break;
            case 2: PayDue(what); break;
            case 3: _world.Send(Actor.Customer, Confirm()); break;
            case 4: _world.Send(A.Agent, Unhold()); break;
            default: _world.RunUntil(_world.Now.AddMinutes(45)); break;
        }
    }

    private void Edit(params EditChange[] changes) => _world.Edit(changes);

    private void Pay(string id)
    {
        var entry = _world.State.Data.Money.Entry(id)!;
        _world.Send(Actor.System, new OrderCommand.PaymentSettled(id, entry.Amount, "ref-" + id) { CommandId = "", Actor = Actor.System, At = A.Noon });
    }

    private void PayDue(uint how)
    {
        var due = Totals.Of(_world.State.Data).Due;
        var amount = due.IsPositive ? due : new Money(how % 900 + 1, due.Currency);
        _world.Send(Actor.System, new OrderCommand.PaymentSettled(null, amount, $"txn-{how}") { CommandId = "", Actor = Actor.System, At = A.Noon });
    }

    /// <summary>Only the first of the goods is there, and the customer wants it now.</summary>
    private void Split()
    {
        if (_world.State.Data.Stock is { Complete: true } or { Lines.Count: 0 }) return;
        var lines = _world.State.Data.Stock.Lines;
        _world.Send(Actor.System, Expect(_world.State.Data.Stock.Version, null, [.. lines.Skip(1)]));
        _world.Send(Actor.Customer, Choose(BackorderOption.SplitShip));
        _world.Send(Actor.System, Allocate(_world.State.Data.Stock.Version, false, lines[0]));
    }

    private void Ship(uint how)
    {
        var shipment = (int)(how % 2) + 1;
        var tracking = $"RX{shipment}";
        if (_world.View.Shipments.Any(s => s.Number == shipment && s.TrackingNumber is null)) _world.Send(Actor.System, Label(tracking, shipment));
        switch (how / 2 % 7)
        {
            case 0: _world.Send(A.Wms, RejectRelease("r", shipment)); break;
            case 1: _world.Allocated(); break;
            case 2: _world.Send(A.Wms, Step((WarehouseStep)(how / 14 % 4), shipment)); break;
            case 3: _world.Send(A.Wms, Intercepted(shipment)); break;
            case 4: _world.Send(A.Wms, NotIntercepted("no", shipment)); break;
            case 5: _world.Send(A.Carrier, Track(tracking, (TrackingStatus)(how / 14 % 6))); break;
            default: _world.Send(A.Carrier, DeliveredBy(tracking)); break;
        }
    }

    private void Storefront(uint how)
    {
        var last = _world.State.Data.Snapshot;
        var newer = (how % 6) switch
        {
            0 => last with { GiftMessage = $"theirs {how % 50}" },
            1 => last with { Lines = [.. last.Lines.Select(l => l with { Quantity = (int)(how / 6 % 4) })] },
            2 => last with { Payment = PaymentState.Paid },
            3 => last with { Payment = PaymentState.PartiallyRefunded, Charges = last.Charges with { Refunded = last.Charges.Refunded + new Money(how % 500, last.Charges.Currency) } },
            4 => last with { ShipTo = A.Address($"theirs {how % 50}"), Lines = [.. last.Lines, A.Line($"S{_snapshot}", "VASE", 1, 7m, currency: last.Charges.Currency)] },
            _ => last with { Charges = last.Charges with { OrderDiscount = new Money(how % 5000, last.Charges.Currency) } },
        };
        _world.Send(A.Storefront, Changed(newer with { UpdatedAt = last.UpdatedAt.AddSeconds(++_snapshot % 3) }));
    }

    /// <summary>Now and then something is not to be had.</summary>
    private Facts Answer(FactsRequest request)
    {
        var currency = _world.State.Data.Money.Currency;
        var isShort = request.Reserve is { } wanted && wanted.Lines.Sum(l => l.Quantity) % 7 == 6;
        return new()
        {
            Items = [.. request.Skus.Select(s => A.Item(s) with { UnitPrice = Money.FromMajor(s.Length * 3, currency), Category = s == "RING" ? "engraving" : "default" })],
            Shipping = request.ShippingMethod is { } code ? new(new(code, code), Money.FromMajor(code == "express" ? 12 : 5, currency)) : null,
            Reserved = request.Reserve is null ? null : !isShort,
            Short = isShort ? request.Reserve!.Lines[0] : null,
        };
    }

    private static OrderSnapshot Orders(int kind)
    {
        var currency = Currency.Of(new[] { "EUR", "JPY", "KWD" }[kind % 3]);
        var payment = new[] { PaymentState.Paid, PaymentState.Authorized, PaymentState.Pending, PaymentState.PartiallyPaid }[kind / 3 % 4];
        var lines = new[] { A.Line("L1", "MUG", 2, 20m, "default", currency), A.Line("L2", "RING", 1, 51m, "engraving", currency) with { UnitDiscount = new Money(3, currency), TaxRate = 0.055m } };
        var order = A.Order(payment, lines) with { Charges = OrderCharges.None(currency) with { Shipping = Money.FromMajor(5m, currency), OrderDiscount = new Money(kind * 7, currency) } };
        if (kind / 12 == 1) order = order with { Charges = order.Charges with { PricesIncludeTax = false, TaxesNotIncluded = Money.Round(Totals.LineTax(lines, currency).Minor * (kind % 2 == 0 ? 0.9m : 1.1m), currency) } };
        return payment == PaymentState.Paid ? order with { Charges = order.Charges with { Paid = Totals.Of(order).Total } } : order;
    }

    private static ReleasePolicy PolicyOf(int kind) => A.Policy with
    {
        GraceOnEdit = new((GraceOnEditMode)(kind % 3), kind % 3 == 1 ? 25 : 0),
        NoticeMinutes = kind / 3 % 2 * 15,
        MaxGraceMinutes = 150,
        ReleaseOnAuthorized = kind % 4 != 3,
        PaymentWindowMinutes = 600,
        Categories = new Dictionary<string, CategoryRule> { ["engraving"] = new(90, null, kind / 6 == 1 ? new(true, 20, 40) : null) },
        Services = new Dictionary<string, ServiceRule> { ["express"] = new(10, new TimeOnly(18, 0), 3) },
        SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Collected] = 60, [WarehouseStep.HandedToCarrier] = 120 },
        Calendar = kind % 2 == 0 ? new() : new() { TimeZone = "Europe/Paris", Week = Enum.GetValues<DayOfWeek>().ToDictionary(d => d, _ => new OpeningHours(new(8, 0), new(15, 0))) },
    };
}
