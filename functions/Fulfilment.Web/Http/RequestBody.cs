namespace Fulfilment.Web.Http;

internal static class RequestBody
{
    /// <summary>The raw body, read once.</summary>
    /// <exception cref="ProblemException">413 over the limit.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit) throw TooLarge(limit);
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > limit) throw TooLarge(limit);
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static ProblemException TooLarge(int limit) => new(ProblemKinds.TooLarge, $"The body may have {limit} bytes.");
}
