using System.Text;

namespace Fulfilment.Web.Pages.Staff;

internal static class TimelineWords
{
    /// <summary>"ReleaseAcknowledged" as "Release acknowledged".</summary>
    public static string Name(string code)
    {
        var words = new StringBuilder(code.Length + 8);
        foreach (var c in code)
        {
            if (char.IsUpper(c) && words.Length > 0) words.Append(' ').Append(char.ToLowerInvariant(c));
            else words.Append(c);
        }

        return words.ToString();
    }
}
