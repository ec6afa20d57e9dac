namespace Fulfilment.Web.Pages.Staff;

/// <summary>A plain list page.</summary>
/// <param name="Next">Address of the next page of the list; null at its end.</param>
public sealed record ListModel<T>(StaffFrame Frame, IReadOnlyList<T> Items, string? Next = null);
