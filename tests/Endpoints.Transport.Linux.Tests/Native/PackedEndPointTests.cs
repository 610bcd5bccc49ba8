using System.Net;
using System.Runtime.CompilerServices;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Tests.Native;

public sealed class PackedEndPointTests
{
    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("0.0.0.0", 0)]
    [InlineData("255.254.253.252", 65_535)]
    [InlineData("::ffff:192.0.2.1", 8080)]
    public void An_ipv4_end_point_comes_back_as_it_was(string address, int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);

        Assert.True(PackedIpv4EndPoint.Fits(endPoint));
        Assert.Equal(endPoint, new PackedIpv4EndPoint(endPoint).ToEndPoint());
    }

    [Theory]
    [InlineData("::1", 1)]
    [InlineData("::", 0)]
    [InlineData("2001:db8:1:2:3:4:5:6", 65_535)]
    [InlineData("fe80::1%7", 443)]
    [InlineData("::192.0.2.1", 443)]
    public void An_ipv6_end_point_comes_back_as_it_was(string address, int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);

        Assert.False(PackedIpv4EndPoint.Fits(endPoint));
        Assert.Equal(endPoint, new PackedIpv6EndPoint(endPoint).ToEndPoint());
    }

    [Fact]
    public void They_have_the_sizes_that_the_memory_of_a_session_is_counted_by()
    {
        Assert.Equal(8, Unsafe.SizeOf<PackedIpv4EndPoint>());
        Assert.Equal(24, Unsafe.SizeOf<PackedIpv6EndPoint>());
    }
}
