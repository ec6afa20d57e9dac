using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Auth;

/// <summary>Opens an order for who holds its link. The link says which order; it expires and can be revoked.</summary>
internal sealed class CustomerLinks(ITokenStore tokens, IOrderIndex index, IStoreDirectory stores)
{
    /// <exception cref="ProblemException">404 when the link is unknown, expired, revoked or its order is not there (yet).</exception>
    public async Task<CustomerOrder> OpenAsync(string token, CancellationToken cancellationToken)
    {
        var grant = await tokens.FindAsync(token, cancellationToken);
        if (grant is not { Kind: TokenKind.CustomerOrder, OrderId: { } orderId }) throw Closed();
        var row = await index.GetAsync(orderId, cancellationToken) ?? throw Closed();
        // What cannot be done here any more is not offered.
        var view = row.MovedAt is null ? row.View : row.View with { AllowedChanges = [], CustomerCommands = [] };
        return new(token, view, stores.Store(row.View.Store), row.MovedAt);
    }

    private static ProblemException Closed() => new(ProblemKinds.NotFound, "This link is not valid (any more). The latest mail about the order has one that is.");
}

/// <param name="Token">The link's secret.</param>
/// <param name="MovedAt">Since when the order lives on another host; null: it is here.</param>
internal sealed record CustomerOrder(string Token, Domain.Orders.OrderView View, StoreSettings Store, DateTimeOffset? MovedAt);
