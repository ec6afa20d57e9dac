namespace Fulfilment.FunctionApp.Reference;

/// <summary>These are declarations: whatever would need the official SDK to run says so.</summary>
internal static class ReferenceOnly
{
    public static PlatformNotSupportedException Error(string member) => new(
        $"{member} is not there: this build of Fulfilment.FunctionApp has reference declarations in place of the Azure SDK. Build or publish it with AzureSdk=official.");
}
