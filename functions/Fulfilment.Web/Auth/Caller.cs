using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Auth;

public enum StaffRole { Admin, Agent, Warehouse, Wms }

/// <summary>Who a staff token or session stands for.</summary>
/// <param name="Store">Null: every store.</param>
public sealed record Caller(string GrantId, StaffRole Role, string? Store, string Name)
{
    public Actor Actor => new(Role switch
    {
        StaffRole.Admin => ActorKind.Admin,
        StaffRole.Agent => ActorKind.Agent,
        StaffRole.Warehouse => ActorKind.Warehouse,
        StaffRole.Wms => ActorKind.Wms,
        _ => throw new InvalidOperationException($"Role {Role} acts as nobody."),
    }, Name);

    public bool Sees(string store) => Store is null || Store == store;

    /// <summary>Null when the grant's role is none of staff's.</summary>
    public static Caller? Of(TokenGrant grant) => grant.Role switch
    {
        "admin" => new(grant.Id, StaffRole.Admin, grant.Store, grant.Name),
        "agent" => new(grant.Id, StaffRole.Agent, grant.Store, grant.Name),
        "warehouse" => new(grant.Id, StaffRole.Warehouse, grant.Store, grant.Name),
        "wms" => new(grant.Id, StaffRole.Wms, grant.Store, grant.Name),
        _ => null,
    };
}

internal static class CallerAccess
{
    public static void SetCaller(this HttpContext http, Caller caller) => http.Items[typeof(Caller)] = caller;

    public static Caller Caller(this HttpContext http) =>
        http.Items[typeof(Caller)] as Caller ?? throw new InvalidOperationException("This route asks for a caller but does not require one.");

    /// <summary>An order of a store outside the caller's scope is as good as not there.</summary>
    public static void MustSeeOrder(this Caller caller, string orderId)
    {
        if (!caller.Sees(Parameters.StoreOf(orderId))) throw Parameters.UnknownOrder(orderId);
    }

    /// <summary>The store a request is about: the one asked for, else the token's, else the only one there is.</summary>
    public static StoreSettings PickStore(this Caller caller, IStoreDirectory stores, string? asked)
    {
        var id = asked ?? caller.Store ?? (stores.All.Count == 1 ? stores.All.First().Profile.Id : null)
            ?? throw Parameters.Wrong("store", "There are several stores here: say which one with ?store=.");
        return caller.Sees(id) ? stores.Store(id) : throw new ProblemException(ProblemKinds.UnknownStore, $"No store '{id}' is set up here.");
    }

    /// <summary>For lists over all stores: null only when the caller may see them all and asked for none.</summary>
    public static string? ScopeStore(this Caller caller, IStoreDirectory stores, string? asked) =>
        asked is null ? caller.Store : caller.PickStore(stores, asked).Profile.Id;
}
