using System.Security.Cryptography;
using Fulfilment.Host.Cli;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;

namespace Fulfilment.Host.Serving;

internal sealed record TokenRequest(string Role, string? Store, string Name);

/// <summary>Issues staff tokens by one short transaction, whether or not a server is running.</summary>
internal static class TokenIssuer
{
    /// <returns>The secret; it cannot be had again.</returns>
    public static async Task<string> IssueAsync(string directory, TokenRequest request, CancellationToken cancellationToken)
    {
        DataFolder.RequireDatabase(directory);
        var settings = SettingsLoader.Load(directory, []);
        if (request.Store is { } store && settings.Stores.All(s => s.Store.Profile.Id != store))
            throw new UserError($"There is no store '{store}'; the settings have {string.Join(", ", settings.Stores.Select(s => s.Store.Profile.Id))}.");

        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Fulfilment.DurableTask.IEngineStore>(new SideStore(Path.GetFullPath(directory), TimeProvider.System))
            .AddSqliteStores()
            .BuildServiceProvider();
        var now = TimeProvider.System.GetUtcNow();
        var grant = new TokenGrant(NewId(request.Role), TokenKind.Staff, request.Role, request.Store, OrderId: null, request.Name, now, ExpiresAt: null);
        return await ServingFailures.ExplainAsync("", () => services.GetRequiredService<ITokenStore>().IssueAsync(grant, cancellationToken));
    }

    public static string NewId(string role) => $"{role}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
}
