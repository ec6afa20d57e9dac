namespace Fulfilment.Domain.Release;

internal static class Instants
{
    /// <summary>Nulls do not count.</summary>
    public static DateTimeOffset Latest(DateTimeOffset first, params ReadOnlySpan<DateTimeOffset?> others)
    {
        var latest = first;
        foreach (var other in others)
        {
            if (other > latest) latest = other.Value;
        }

        return latest;
    }

    public static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> instants)
    {
        DateTimeOffset? earliest = null;
        foreach (var instant in instants)
        {
            if (instant is not null && (earliest is null || instant < earliest)) earliest = instant;
        }

        return earliest;
    }
}
