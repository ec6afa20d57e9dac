using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Replay;

/// <summary>Something the code has just asked for and that no history holds yet.</summary>
/// <param name="Refused">Set when it cannot be carried out (an input that does not serialise): recorded, then failed through history, so that a replay sees the same.</param>
internal sealed record NewAction(HistoryEvent Event, FailureDetails? Refused);
