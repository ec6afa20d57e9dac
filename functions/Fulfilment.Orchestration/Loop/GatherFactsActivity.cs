using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Loop;

/// <summary>
/// Fetches what a decision needs from outside. Cheap questions come first, and what would have to be undone is asked last and
/// only while the earlier answers leave the command a chance.
/// </summary>
public sealed class GatherFactsActivity(ICatalogue catalogue, IAddressCheck addresses, IStockLedger stock, IPaymentProviders payments) : Activity<FactsInput, Facts>
{
    public override async Task<Facts> RunAsync(ActivityContext context, FactsInput input, CancellationToken cancellationToken)
    {
        var request = input.Request;
        var facts = new Facts
        {
            Items = request.Skus.Count == 0 ? [] : [.. (await catalogue.FindAsync(request.Store, request.Skus, cancellationToken)).Where(item => item.Active)],
            Shipping = request.ShippingMethod is { } code ? await QuoteAsync(request.Store, code, cancellationToken) : null,
            AddressProblem = request.CheckAddress is { } address ? await addresses.CheckAsync(address, cancellationToken) : null,
        };
        if (IsHopeless(request, facts)) return facts;
        if (request.ReserveKnowing(facts.Items) is { } wanted)
        {
            var answer = await stock.ReserveAsync(input.Key, wanted, cancellationToken);
            facts = facts with { Reserved = answer.Reserved, Short = answer.Short };
            if (!answer.Reserved) return facts;
        }

        return request.Authorise is { } amount
            ? Authorised(facts, await payments.For(request.Store).AuthoriseAsync(input.Key, input.InstanceId, amount, cancellationToken))
            : facts;
    }

    private static bool IsHopeless(FactsRequest request, Facts facts) =>
        facts.AddressProblem is not null
        || (request.ShippingMethod is not null && facts.Shipping is null)
        || request.Skus.Any(sku => facts.Items.All(item => item.Sku != sku));

    private async Task<ShippingQuote?> QuoteAsync(string store, string code, CancellationToken cancellationToken) =>
        (await catalogue.ShippingAsync(store, cancellationToken)).FirstOrDefault(quote => string.Equals(quote.Method.Code, code, StringComparison.OrdinalIgnoreCase));

    private static Facts Authorised(Facts facts, PaymentAnswer answer) => answer switch
    {
        PaymentAnswer.Settled settled => facts with { Authorised = true, AuthorisationReference = settled.Reference },
        PaymentAnswer.Pending pending => facts with { Authorised = false, AuthorisationReference = pending.Reference },
        PaymentAnswer.Failed failed => facts with { Authorised = false, DeclineReason = failed.Reason },
        PaymentAnswer.ForStaff => facts with { Authorised = false },
        _ => throw new InvalidOperationException($"Unknown payment answer {answer.GetType().Name}."),
    };
}
