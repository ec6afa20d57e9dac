using Fulfilment.Domain.Orders;
using Microsoft.AspNetCore.Components;

namespace Fulfilment.Web.Pages.Customers;

/// <summary>What the customer's components share.</summary>
public abstract class CustomerPageBase : ComponentBase
{
    [Parameter, EditorRequired] public required CustomerModel Model { get; set; }

    protected OrderView Order => Model.Order;

    protected Lang L => Model.L;
}
