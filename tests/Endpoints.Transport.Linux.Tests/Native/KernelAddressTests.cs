using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Tests.Native;

public sealed class KernelAddressTests
{
    [Fact]
    public void An_ipv4_address_is_written_as_the_kernel_has_it()
    {
        Span<byte> bytes = stackalloc byte[KernelAddress.MaxSize];

        var length = KernelAddress.Write(new IPEndPoint(IPAddress.Parse("192.0.2.7"), 8080), bytes);

        Assert.Equal([2, 0, 0x1F, 0x90, 192, 0, 2, 7, 0, 0, 0, 0, 0, 0, 0, 0], bytes[..length].ToArray());
    }

    [Fact]
    public void An_ipv6_address_is_written_with_its_scope()
    {
        Span<byte> bytes = stackalloc byte[KernelAddress.MaxSize];

        var length = KernelAddress.Write(new IPEndPoint(IPAddress.Parse("fe80::1%3"), 443), bytes);

        Assert.Equal(28, length);
        Assert.Equal([10, 0, 1, 0xBB, 0, 0, 0, 0, 0xFE, 0x80], bytes[..10].ToArray());
        Assert.Equal([1, 3, 0, 0, 0], bytes[23..28].ToArray());
    }

    [Theory]
    [InlineData("/tmp/a")]
    [InlineData("/tmp/ü")]
    public void A_path_is_written_with_its_end(string path)
    {
        Span<byte> bytes = stackalloc byte[KernelAddress.MaxSize];
        bytes.Fill(0xFF);

        var length = KernelAddress.Write(new UnixDomainSocketEndPoint(path), bytes);

        Assert.Equal([1, 0, .. System.Text.Encoding.UTF8.GetBytes(path), 0], bytes[..length].ToArray());
    }

    [Fact]
    public void The_longest_path_fits()
    {
        Span<byte> bytes = stackalloc byte[KernelAddress.MaxSize];

        Assert.Equal(KernelAddress.MaxSize, KernelAddress.Write(new UnixDomainSocketEndPoint(new string('a', KernelAddress.MaxPathSize)), bytes));
    }

    [Fact]
    public void Other_end_points_are_refused_with_what_to_use()
    {
        var error = Assert.Throws<NotSupportedException>(() => KernelAddress.FamilyOf(new DnsEndPoint("example.org", 80)));

        Assert.Contains("use an IPEndPoint or a UnixDomainSocketEndPoint", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Addresses_of_sockets_are_those_that_the_platform_reads(string address)
    {
        using var listening = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        listening.Listen();
        using var peer = new Socket(listening.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        peer.Connect(listening.LocalEndPoint!);

        Assert.Equal(peer.LocalEndPoint, KernelAddress.LocalOf((int)peer.Handle));
        Assert.Equal(peer.RemoteEndPoint, KernelAddress.RemoteOf((int)peer.Handle));
        Assert.Null(KernelAddress.RemoteOf((int)listening.Handle));
        Assert.Null(KernelAddress.LocalOf(-1));
    }
}
