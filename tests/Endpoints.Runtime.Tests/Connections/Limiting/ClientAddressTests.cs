using System.Net;
using System.Net.Sockets;
using Endpoints.Connections.Limiting;

namespace Endpoints.Runtime.Tests.Connections.Limiting;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", 64, true)]
    [InlineData("192.0.2.1", "192.0.2.2", 64, false)]
    [InlineData("192.0.2.1", "192.0.2.2", 1, false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", 64, true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", 64, false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", 64, true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", 64, false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", 48, true)]
    [InlineData("2001:db8::1", "2001:db8::2", 128, false)]
    [InlineData("2001:db8::2", "2001:db8::3", 127, true)]
    [InlineData("2001:db8::1", "8001:db8::1", 1, false)]
    [InlineData("::", "0.0.0.0", 64, false)]
    public void Addresses_are_one_client_or_two(string one, string other, int prefixLength, bool areSame) => Assert.Equal(
        areSame,
        ClientAddress.Of(new IPEndPoint(IPAddress.Parse(one), 1), prefixLength) == ClientAddress.Of(new IPEndPoint(IPAddress.Parse(other), 2), prefixLength));

    [Fact]
    public void What_has_no_address_is_nobody()
    {
        Assert.Null(ClientAddress.Of(null, 64));
        Assert.Null(ClientAddress.Of(new UnixDomainSocketEndPoint("/tmp/x"), 64));
        Assert.Null(ClientAddress.Of(new DnsEndPoint("localhost", 80), 64));
    }
}
