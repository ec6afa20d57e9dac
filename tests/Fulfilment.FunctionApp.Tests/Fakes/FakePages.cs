using Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Fakes;

public sealed class FakePages<T>(IReadOnlyList<Page<T>> pages) : AsyncPageable<T> where T : notnull
{
    public (string? Token, int? Size) Asked { get; private set; }

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        Asked = (continuationToken, pageSizeHint);
        foreach (var page in pages)
        {
            await Task.Yield();
            yield return page;
        }
    }
}
