namespace Fulfilment.Domain.Orders;

/// <summary>What a decider answers to a command. Pure data; the loop carries it out.</summary>
public abstract record Decision<TEvent>
{
    private Decision() { }

    /// <param name="Receipt">Usually applied or provisional. Rejected or noOp when the command itself changed nothing, yet something must be remembered
    /// (what was reserved for a refused edit, a storefront's newer word): events and effects count all the same.</param>
    /// <param name="Settled">Receipts of earlier commands that this decision settles (a provisional edit applied or lapsed, an intercept answered).</param>
    public sealed record Accepted(IReadOnlyList<TEvent> Events, IReadOnlyList<Effect> Effects, Receipt Receipt, IReadOnlyList<Receipt> Settled) : Decision<TEvent>;

    /// <param name="Effects">Usually a mail or a staff alert; also the undoing of what facts reserved.</param>
    public sealed record Rejected(Receipt Receipt, IReadOnlyList<Effect> Effects) : Decision<TEvent>;

    /// <summary>Nothing changed and nothing is to be done (a late, doubled or stale message).</summary>
    public sealed record NoOp(Receipt Receipt) : Decision<TEvent>;

    /// <summary>Ask again with these facts; the state has not changed.</summary>
    public sealed record Needs(FactsRequest Request) : Decision<TEvent>;
}

/// <summary>What a decision needs from outside. Fetched by one activity under the command's key. Null parts are not asked.</summary>
public sealed record FactsRequest
{
    public required string Store { get; init; }
    /// <summary>Catalogue entries wanted, for added lines.</summary>
    public IReadOnlyList<string> Skus { get; init; } = [];
    /// <summary>Price wanted of this shipping service for these lines.</summary>
    public string? ShippingMethod { get; init; }
    public Address? CheckAddress { get; init; }
    /// <summary>
    /// The reservation the order wants instead of its present one; all or nothing. Undone if the command is refused. Before it is made,
    /// <see cref="ReserveKnowing"/> leaves out what turned out to be no goods.
    /// </summary>
    public StockDemand? Reserve { get; init; }
    public Money? Authorise { get; init; }

    /// <summary><see cref="Reserve"/> without the <see cref="Skus"/> that the catalogue says need no shipping: a download is never out of stock.</summary>
    public StockDemand? ReserveKnowing(IReadOnlyList<CatalogueItem> items) =>
        Reserve is null ? null : Reserve with { Lines = [.. Reserve.Lines.Where(line => !items.Any(item => item.Sku == line.Sku && !item.RequiresShipping))] };
}

/// <summary>Answers to a <see cref="FactsRequest"/>, kept with the command.</summary>
public sealed record Facts
{
    /// <summary>Found and active entries only.</summary>
    public IReadOnlyList<CatalogueItem> Items { get; init; } = [];
    public ShippingQuote? Shipping { get; init; }
    /// <summary>Null when the address is good or was not asked.</summary>
    public Refusal.InvalidAddress? AddressProblem { get; init; }
    /// <summary>Null when not asked.</summary>
    public bool? Reserved { get; init; }
    /// <summary>Set when not reserved: the first sku that was short and what is available of it.</summary>
    public StockLine? Short { get; init; }
    /// <summary>Null when not asked.</summary>
    public bool? Authorised { get; init; }
    public string? AuthorisationReference { get; init; }
    public string? DeclineReason { get; init; }
}

/// <param name="TaxRate">Fraction (0.20).</param>
/// <param name="Titles">By language ("fr", "en").</param>
public sealed record CatalogueItem(string Sku, IReadOnlyDictionary<string, string> Titles, string Category, Money UnitPrice, decimal TaxRate, int WeightGrams, bool RequiresShipping = true, bool Active = true)
{
    public string Title(string language) => Titles.TryGetValue(language, out var title) ? title : Titles.Count > 0 ? Titles.Values.First() : Sku;

    /// <summary>The line of an order that takes it up at today's price.</summary>
    public OrderLine Line(string id, EditChange.AddLine add, string language) => new()
    {
        Id = id,
        Sku = Sku,
        Title = Title(language),
        Category = Category.ToLowerInvariant(),
        Quantity = add.Quantity,
        UnitPrice = UnitPrice,
        UnitDiscount = Money.Zero(UnitPrice.Currency),
        TaxRate = TaxRate,
        RequiresShipping = RequiresShipping,
        Personalisation = add.Personalisation ?? new Dictionary<string, string>(),
        WeightGrams = WeightGrams,
    };
}

public sealed record ShippingQuote(ShippingMethod Method, Money Price);

public sealed record StockLine(string Sku, int Quantity);

/// <summary>What an order wants from stock. Replaces the order's earlier demand of a lower version as a whole.</summary>
/// <param name="Priority">Higher first: express and early wished dates before the rest; then <paramref name="PlacedAt"/>.</param>
/// <param name="Mode">AllOrNothing holds nothing hard until everything is there; Split allocates what is there.</param>
public sealed record StockDemand(string OrderId, string Store, int Version, IReadOnlyList<StockLine> Lines, int Priority, DateTimeOffset PlacedAt, DemandMode Mode);

public enum DemandMode { AllOrNothing, Split }
