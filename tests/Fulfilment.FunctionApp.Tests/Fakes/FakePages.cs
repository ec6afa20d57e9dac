using Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Fakes;

/// <summary>Pages one behind the other; a token asks for the page behind the one that gave it.</summary>
public sealed class FakePages<T>(IReadOnlyList<Page<T>> pages) : AsyncPageable<T> where T : notnull
{
    /// <summary>Every page that was asked for.</summary>
    public List<(string? Token, int? Size)> Asked { get; } = [];

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var given = continuationToken is null ? -1 : pages.ToList().FindIndex(page => page.ContinuationToken == continuationToken);
        foreach (var page in pages.Skip(given + 1))
        {
            Asked.Add((continuationToken, pageSizeHint));
            await Task.Yield();
            yield return page;
        }
    }
}
