using System.Text;

namespace Fulfilment.DurableTask.Processing;

internal static class InstanceIds
{
    private const int MaxLength = 1024;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The id is empty, longer than 1,024 bytes, or no valid Unicode.</exception>
    public static string Check(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        int length;
        try
        {
            length = Strict.GetByteCount(instanceId);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException("An instance id must be valid Unicode.", nameof(instanceId), error);
        }

        return length <= MaxLength
            ? instanceId
            : throw new ArgumentException($"An instance id has at most {MaxLength} bytes; this one has {length}.", nameof(instanceId));
    }
}
