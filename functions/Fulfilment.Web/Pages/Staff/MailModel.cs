using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Pages.Staff;

public sealed record MailPageModel(StaffFrame Frame, MailLogEntry Mail);
