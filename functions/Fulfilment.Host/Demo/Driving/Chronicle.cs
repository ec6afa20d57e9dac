using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>
/// What was sent and acknowledged (2xx): the only thing that the checks take from the demo's own memory. Everything else
/// they read from the database and the mailbox.
/// </summary>
internal sealed class Chronicle
{
    public const string FileName = "demo.json";

    /// <summary>Ids of orders whose webhook was acknowledged.</summary>
    public SortedSet<string> Orders { get; init; } = new(StringComparer.Ordinal);

    public List<SentCommand> Commands { get; init; } = [];

    public List<SentArrival> Arrivals { get; init; } = [];

    /// <summary>Ids under which valid but unreadable deliveries were parked.</summary>
    public SortedSet<string> Parked { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Addresses that a storefront changed.</summary>
    public List<SentStorefrontAddress> StorefrontAddresses { get; init; } = [];

    /// <summary>Requests with a bad signature, all of which must have been refused.</summary>
    public int Forgeries { get; set; }

    public int ForgeriesTaken { get; set; }

    public int Kills { get; set; }

    public void Save(string directory) => File.WriteAllText(Path.Combine(directory, FileName), JsonSerializer.Serialize(this, DomainJson.Options));

    /// <exception cref="UserError">The folder is not that of a finished run.</exception>
    public static Chronicle Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return JsonSerializer.Deserialize<Chronicle>(File.ReadAllText(path), DomainJson.Options) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new UserError($"{path} cannot be read ({e.Message}): name the folder of a finished demo.", inner: e);
        }
    }
}

/// <param name="Changes">Of an edit; empty for other commands.</param>
internal sealed record SentCommand(string OrderId, string CommandId, string Type, IReadOnlyList<EditChange> Changes);

internal sealed record SentArrival(string Store, string Key, string Sku, int Quantity);

/// <param name="At">When it was delivered.</param>
internal sealed record SentStorefrontAddress(string OrderId, DateTimeOffset At, Address Address);
