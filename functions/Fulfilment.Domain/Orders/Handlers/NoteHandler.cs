namespace Fulfilment.Domain.Orders;

/// <summary>What only the timeline remembers.</summary>
internal static class NoteHandler
{
    public static Decision<OrderEvent> AddNote(Turn turn, OrderCommand.AddNote c) =>
        string.IsNullOrWhiteSpace(c.Text) ? turn.Refuse(new Refusal.InvalidChange("A note needs a text.")) : Note(turn, "NoteAdded", ("text", c.Text));

    public static Decision<OrderEvent> RecordContact(Turn turn, OrderCommand.RecordContact c) => Note(turn, "ContactRecorded", ("channel", c.Channel), ("note", c.Note));

    public static Decision<OrderEvent> MailReported(Turn turn, OrderCommand.MailReported c) => Note(turn, "MailReported", ("mail", c.MailKey), ("outcome", c.Outcome), ("detail", c.Detail));

    private static Decision<OrderEvent> Note(Turn turn, string code, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        turn.Raise(new OrderEvent.Noted(code, NamedValues.Of(values)));
        return turn.Accept();
    }
}
