using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Intake;

/// <summary>Keeps deliveries for staff. Repeatable.</summary>
internal sealed class DeliveryParking(AzureTables tables, DeliveryRows rows, Positions positions, TimeProvider clock)
{
    public const string Prefix = "parked-";

    public ListIndex List { get; } = new(tables.Lists, "parked-deliveries", newestFirst: false);

    public static string IdOf(string key) => Prefix + key;

    /// <param name="again">It was sent again by staff before, and has to wait again.</param>
    public async Task<IntakeAnswer> ParkAsync(string key, string store, IntakeAnswer answer, CancellationToken cancellationToken, bool again = false)
    {
        var parked = answer with { ParkedId = IdOf(key) };
        var position = positions.Next();
        await rows.UpdateAsync(key, row =>
        {
            if (row["ParkedAt"] is not null) position = row.Number("Position");
            row["Position"] = position;
            row.SetTime("ParkedAt", row.Time("ParkedAt") ?? clock.GetUtcNow());
            if (again) row[DeliveryRows.ReplayAnswer] = row["Sent"] = null;
            return SetReason(row, answer);
        }, cancellationToken);
        await List.AddAsync(position, parked.ParkedId, store, cancellationToken);
        return parked;
    }

    public static IReadOnlyList<TableEntity> SetReason(TableEntity row, IntakeAnswer answer)
    {
        row["Path"] = answer.Path;
        row["Reason"] = answer.Detail;
        return [];
    }
}
