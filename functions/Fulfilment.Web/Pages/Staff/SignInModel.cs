namespace Fulfilment.Web.Pages.Staff;

/// <param name="Return">Where to go afterwards.</param>
public sealed record SignInModel(string FormToken, string Return, string? Problem);

/// <param name="Path">The one-time link's own path.</param>
public sealed record EnterModel(string Path, string FormToken);
