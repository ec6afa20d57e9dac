using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Tests;

public sealed class DataDiskTests
{
    private static readonly string[] Mounts =
    [
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
        "25 22 0:23 / /tmp rw shared:2 - tmpfs tmpfs rw",
        "26 22 0:24 / /srv/my\\040shop rw - xfs /dev/vdb rw",
        "27 22 0:25 / /over rw - ext4 /dev/vdc rw",
        "28 27 0:26 / /over rw - overlay overlay rw",
        "a line that is no mount",
    ];

    [Theory]
    [InlineData("/work/artifacts", "ext4")]
    [InlineData("/tmp/bench", "tmpfs")]
    [InlineData("/tmpfiles", "ext4")]
    [InlineData("/srv/my shop/data", "xfs")]
    [InlineData("/over", "overlay")]
    public void TypeOf_PathUnderSeveralMounts_IsThatOfTheDeepestAndLatest(string path, string expected) => Assert.Equal(expected, DataDisk.TypeOf(Mounts, path));

    [Fact]
    public void TypeOf_NoMounts_IsUnknown() => Assert.Null(DataDisk.TypeOf([], "/work"));
}
