using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Properties;

/// <summary>What the customer may believe, going by receipts alone: a second, simpler account of the order.</summary>
internal sealed class EditModel(OrderContent placed)
{
    private readonly Dictionary<string, (string Sku, int Quantity)> _lines = placed.Lines.ToDictionary(l => l.Id, l => (l.Sku, l.Quantity));
    private readonly List<EditChange> _since = [];
    private OrderCommand.Edit? _pending;
    private string? _gift;
    private string? _street = placed.ShipTo?.Line1;
    private int _added;
    private bool _dropped;

    public void Follow(OrderCommand command, IReadOnlyList<Receipt> receipts)
    {
        if (command is OrderCommand.BackorderChoice { Choice: BackorderOption.DropMissing or BackorderOption.Cancel } or OrderCommand.InterceptSucceeded && receipts[0].Outcome == Outcome.Applied) _dropped = true;
        foreach (var receipt in receipts.Where(r => r.Type == nameof(OrderCommand.Edit)))
        {
            if (receipt.CommandId == _pending?.CommandId) Settle(receipt);
            else if (receipt.Outcome == Outcome.Provisional) _pending = (OrderCommand.Edit)command;
            else if (receipt.Outcome == Outcome.Applied) Apply(((OrderCommand.Edit)command).Changes);
        }
    }

    public void Check(World world)
    {
        if (_dropped || world.State is not (OrderState.Open or OrderState.Released or OrderState.Sent or OrderState.Delivered)) return;
        var releases = world.State.Data.Shipments.Select(s => s.Release).ToList();
        var lines = releases.Count > 0
            ? releases.SelectMany(r => r.Lines).GroupBy(l => l.Id).ToDictionary(g => g.Key, g => (g.First().Sku, g.Sum(l => l.Quantity)))
            : world.View.Lines.ToDictionary(l => l.Id, l => (l.Sku, l.Quantity));
        Assert.Equal(_lines.OrderBy(l => l.Key), lines.OrderBy(l => l.Key));
        Assert.All(releases, r => Assert.Equal((_gift, _street), (r.GiftMessage, r.ShipTo?.Line1)));
        Assert.Equal((_gift, _street), (world.View.GiftMessage, world.View.ShipTo?.Line1));
    }

    private void Settle(Receipt receipt)
    {
        var edit = _pending!;
        _pending = null;
        if (receipt.Outcome == Outcome.Applied)
        {
            Apply(edit.Changes);
            Apply([.. _since]);
        }

        _since.Clear();
    }

    private void Apply(IReadOnlyList<EditChange> changes)
    {
        if (_pending is not null) _since.AddRange(changes);
        foreach (var change in changes)
        {
            switch (change)
            {
                case EditChange.ChangeQuantity c: _lines[c.Line] = (_lines[c.Line].Sku, c.Quantity); break;
                case EditChange.RemoveLine c: _lines.Remove(c.Line); break;
                case EditChange.AddLine c: _lines[$"add-{++_added}"] = (c.Sku, c.Quantity); break;
                case EditChange.ChangeGiftMessage c: _gift = c.Text; break;
                case EditChange.ChangeAddress c: _street = c.Address.Line1; break;
            }
        }
    }
}
