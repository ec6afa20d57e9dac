using Fulfilment.Host.Cli;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Host.Transfer;

/// <summary>A host that knows only a part of an import's orders would start the others anew when their storefront sends them again.</summary>
internal static class UnfinishedImport
{
    /// <exception cref="UserError">There is one.</exception>
    public static async Task RefuseAsync(ITransferTarget target, CancellationToken cancellationToken)
    {
        if (await target.UnfinishedAsync(cancellationToken) is not { } exportedAt) return;
        throw new UserError($"An import into this folder was begun and not finished (its file was written at {exportedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC): run ./fulfil import with that file again, it goes on where it stopped.");
    }
}
