using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Staff;

/// <summary>Reads the buttons of a staff order page. Whether the role may send a command is the order's to say.</summary>
internal static class StaffCommandForm
{
    public static OrderCommand Read(IFormCollection form, Actor actor, DateTimeOffset at)
    {
        var id = PageCommands.Id(form);
        return form.Needed("type") switch
        {
            "AddNote" => new OrderCommand.AddNote(form.Needed("text")) { CommandId = id, Actor = actor, At = at },
            "Hold" => new OrderCommand.Hold(form.Needed("reason")) { CommandId = id, Actor = actor, At = at },
            "Unhold" => new OrderCommand.Unhold(form.Text("reason")) { CommandId = id, Actor = actor, At = at },
            "RecordContact" => new OrderCommand.RecordContact(form.Needed("channel"), form.Text("note")) { CommandId = id, Actor = actor, At = at },
            "ConfirmContact" => new OrderCommand.ConfirmContact(form.Text("note")) { CommandId = id, Actor = actor, At = at },
            "DeclineContact" => new OrderCommand.DeclineContact(form.Text("note")) { CommandId = id, Actor = actor, At = at },
            "BackorderChoice" => new OrderCommand.BackorderChoice(form.Choice<BackorderOption>("choice")) { CommandId = id, Actor = actor, At = at },
            "ReleaseNow" => new OrderCommand.ReleaseNow { CommandId = id, Actor = actor, At = at },
            "Cancel" => new OrderCommand.Cancel(form.Text("reason")) { CommandId = id, Actor = actor, At = at },
            "Intercept" => new OrderCommand.Intercept(form.Text("reason")) { CommandId = id, Actor = actor, At = at },
            "StepReported" => new OrderCommand.StepReported(Shipment(form), form.Choice<WarehouseStep>("step"), form.Text("operator"), form.Text("note")) { CommandId = id, Actor = actor, At = at },
            "StepProblem" => new OrderCommand.StepProblem(Shipment(form), form.Needed("reason")) { CommandId = id, Actor = actor, At = at },
            "StepResolved" => new OrderCommand.StepResolved(Shipment(form), form.Text("note") ?? form.Text("reason")) { CommandId = id, Actor = actor, At = at },
            "ReleaseAcknowledged" => new OrderCommand.ReleaseAcknowledged(Shipment(form), form.Text("reason")) { CommandId = id, Actor = actor, At = at },
            "ReleaseRejected" => new OrderCommand.ReleaseRejected(Shipment(form), form.Needed("reason")) { CommandId = id, Actor = actor, At = at },
            "InterceptSucceeded" => new OrderCommand.InterceptSucceeded(Shipment(form)) { CommandId = id, Actor = actor, At = at },
            "InterceptFailed" => new OrderCommand.InterceptFailed(Shipment(form), form.Needed("reason")) { CommandId = id, Actor = actor, At = at },
            var other => throw Parameters.Wrong("type", $"'{other}' is no button of this page."),
        };
    }

    public static OrderCommand.RecordPayment Payment(IFormCollection form, Actor actor, DateTimeOffset at)
    {
        var text = form.Needed("amount").Replace(',', '.');
        try
        {
            var amount = Money.FromMajor(decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), Currency.Of(form.Needed("currency")));
            if (amount.IsZero) throw Parameters.Wrong("amount", "Nothing moved.");
            return new(amount, form.Needed("reference"), form.Text("paymentId")) { CommandId = PageCommands.Id(form), Actor = actor, At = at };
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw Parameters.Wrong("amount", $"'{text}' is no amount: {e.Message}");
        }
    }

    private static int Shipment(IFormCollection form) => form.Whole("shipment", 1, 1000);
}
