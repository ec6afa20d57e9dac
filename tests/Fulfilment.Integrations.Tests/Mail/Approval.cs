using System.Runtime.CompilerServices;

namespace Fulfilment.Integrations.Tests.Mail;

/// <summary>
/// Compares a text with its approved file. A difference leaves a ".received" file beside it; with FULFILMENT_APPROVE=1 in the
/// environment the approved file itself is written, to be reviewed as any other change.
/// </summary>
internal static class Approval
{
    public static void Verify(string actual, string name, [CallerFilePath] string caller = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(caller)!, "Approved", name);
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        if (Environment.GetEnvironmentVariable("FULFILMENT_APPROVE") == "1") File.WriteAllText(approved, actual);
        var expected = File.Exists(approved) ? File.ReadAllText(approved) : "";
        if (expected == actual) return;
        File.WriteAllText($"{approved}.received", actual);
        Assert.Equal(expected, actual);
    }
}
