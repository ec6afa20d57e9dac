using FsCheck.Xunit;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Properties;

/// <summary>The first promise: an applied edit is on the parcel, and after the release none is applied.</summary>
public sealed class EditProperties
{
    [Property(MaxTest = 500, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenEditsAreApplied_ThenTheParcelShowsExactlyThose(Life life)
    {
        var script = Script.Start(life.Seed);
        var model = new EditModel(script.World.State.Data.Content);
        script.World.Decided = model.Follow;
        script.Check(model.Check).Run(life.Numbers, storefront: false);
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenAnOrderIsReleased_ThenNoEditIsEverAppliedAfterwards(Life life)
    {
        var script = Script.Start(life.Seed);
        var released = false;
        script.World.Decided = (command, receipts) =>
        {
            Assert.DoesNotContain(receipts, r => released && r is { Type: "Edit", Outcome: Outcome.Applied or Outcome.Provisional });
            Assert.False(released && command is OrderCommand.Edit && receipts[0].Outcome != Outcome.Rejected);
            released = script.World.State.Data.Shipments.Count > 0;
        };
        script.Run(life.Numbers);
    }
}
