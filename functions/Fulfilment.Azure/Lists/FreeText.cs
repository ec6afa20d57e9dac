namespace Fulfilment.Azure.Lists;

/// <summary>Texts that others write (reasons, messages of exceptions): a property holds 64 KiB, and nobody reads that far.</summary>
internal static class FreeText
{
    private const int MaxLength = 2_000;

    /// <summary>The beginning, if it is longer; never half a character.</summary>
    public static string Cut(this string text, int maxLength = MaxLength)
    {
        if (text.Length <= maxLength) return text;
        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }
}
