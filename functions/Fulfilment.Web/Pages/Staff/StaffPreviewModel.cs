using Fulfilment.Web.Pages.Shared;

namespace Fulfilment.Web.Pages.Staff;

public sealed record StaffPreviewModel(StaffFrame Frame, PreviewModel Preview);
