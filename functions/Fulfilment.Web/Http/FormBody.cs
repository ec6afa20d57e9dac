using Microsoft.AspNetCore.WebUtilities;

namespace Fulfilment.Web.Http;

/// <summary>Reads posted forms within the limit: URL-encoded ones, and multipart for files.</summary>
internal static class FormBody
{
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, int limit)
    {
        if (request.HasFormContentType && request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            if (request.ContentLength is null || request.ContentLength > limit) throw new ProblemException(ProblemKinds.TooLarge, $"The upload may have {limit} bytes.");
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }

        if (!request.HasFormContentType) throw new ProblemException(ProblemKinds.UnsupportedMediaType, "Send a form.", "Content-Type");
        var body = await RequestBody.ReadAsync(request, limit);
        using var stream = new MemoryStream(body, writable: false);
        using var reader = new FormReader(stream) { ValueCountLimit = 5000, ValueLengthLimit = limit };
        try
        {
            return new FormCollection(await reader.ReadFormAsync(request.HttpContext.RequestAborted));
        }
        catch (InvalidDataException e)
        {
            throw new ProblemException(ProblemKinds.MalformedRequest, e.Message);
        }
    }

    /// <summary>A field without surrounding space; null when it is missing or blank.</summary>
    public static string? Text(this IFormCollection form, string name) =>
        form.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;

    public static string Needed(this IFormCollection form, string name) => form.Text(name) ?? throw Parameters.Wrong(name, "Please fill this in.");

    public static int Whole(this IFormCollection form, string name, int min, int max) =>
        int.TryParse(form.Needed(name), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Parameters.Wrong(name, $"'{form.Text(name)}' is not a whole number from {min} to {max}.");
}
