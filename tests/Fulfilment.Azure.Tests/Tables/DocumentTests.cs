using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Azurite;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Tests.Tables;

public sealed class DocumentTests
{
    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        return noise;
    }

    private static async Task<TableEntity> WriteAsync(TableClient table, byte[] value)
    {
        var row = new TableEntity("p", "r");
        var parts = Documents.SetBytes(row, "Body", value);
        Assert.True((await table.CommitAsync([new TableAction.Insert(row), .. parts.Select(part => new TableAction.Insert(part))])).Committed);
        return (await table.GetAsync("p", "r"))!;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_000)]
    [InlineData(66_000)]
    [InlineData(400 * 1024)]
    [InlineData(917_000)]
    [InlineData(918_000)]
    [InlineData(2_700_000)]
    public async Task GetBytes_AnySize_ReturnsThem(int bytes)
    {
        var table = await TestTables.CreateAsync();
        var row = await WriteAsync(table, Noise(bytes));
        Assert.Equal(Noise(bytes), await Documents.GetBytesAsync(table, row, "Body"));
    }

    [Fact]
    public void SetBytes_OverTheLimit_SaysBothSizes()
    {
        var thrown = Assert.Throws<PayloadTooLargeException>(() => Documents.SetBytes(new TableEntity("p", "r"), "Body", Noise(2_900_000)));
        Assert.Equal(Documents.MaxBytes, thrown.Limit);
    }

    [Fact]
    public async Task GetJson_SmallAndLarge_ReturnsThem()
    {
        var table = await TestTables.CreateAsync();
        string[] values = ["é", new string('山', 40_000)];
        foreach (var value in values)
        {
            var row = new TableEntity("p", "r");
            Assert.Empty(Documents.SetJson(row, "Doc", value));
            await table.UpsertAsync(row);
            Assert.Equal(value, await Documents.GetJsonAsync<string>(table, (await table.GetAsync("p", "r"))!, "Doc"));
        }
    }

    [Fact]
    public async Task GetBytes_PartIsMissing_Throws()
    {
        var table = await TestTables.CreateAsync();
        var row = await WriteAsync(table, Noise(2_000_000));
        var part = (await table.GetAsync("p", Documents.PartKeys(row, "Body")[^1]))!;
        await table.DeleteAsync(part);
        await Assert.ThrowsAsync<InvalidDataException>(() => Documents.GetBytesAsync(table, row, "Body"));
    }

    [Fact]
    public void SetJson_SmallAfterLarge_LeavesNothingOfTheLarge()
    {
        var row = new TableEntity("p", "r");
        Documents.SetBytes(row, "Doc", Noise(200_000));
        Documents.SetJson(row, "Doc", "small");
        Assert.Equal(["Doc"], row.Values.Keys);
    }
}
