using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Pages.Staff;

/// <param name="Stores">Those that the admin may give tokens for.</param>
/// <param name="Issued">The token that was made by this very request.</param>
public sealed record AccessModel(StaffFrame Frame, IReadOnlyList<TokenGrant> Tokens, IReadOnlyList<string> Roles, IReadOnlyList<string> Stores, IssuedToken? Issued);

/// <param name="Secret">Stored as a hash only, so it cannot be shown again.</param>
public sealed record IssuedToken(string Name, string Role, string? Store, string Secret);
