namespace Fulfilment.Integrations.Storefronts;

public static class SignatureChecks
{
    /// <summary>One line for the sender and the log, which gives nothing away about secrets.</summary>
    public static string Explain(this SignatureCheck check) => check switch
    {
        SignatureCheck.Valid => "The signature is valid.",
        SignatureCheck.Invalid => "The signature does not match the body and any secret valid for this store.",
        SignatureCheck.Missing => "A signature header is missing or malformed.",
        SignatureCheck.TooOld => "The signature's timestamp is more than 5 minutes in the past; check the sender's clock, and sign anew at each try.",
        SignatureCheck.TooNew => "The signature's timestamp is more than 5 minutes in the future; check the sender's clock.",
        SignatureCheck.UnsignedPing => "An unsigned ping; nothing was done.",
        SignatureCheck.NoSecret => "This store has no webhook secret for this source; add one to its settings.",
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, null),
    };
}
