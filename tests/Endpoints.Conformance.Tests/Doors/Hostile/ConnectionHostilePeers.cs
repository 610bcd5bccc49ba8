using Endpoints.Conformance.Tests.Hostile;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Hosting;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class ConnectionHostilePeers(ConnectionFixture door) : TcpHostilePeers(door), IClassFixture<ConnectionFixture>
{
    /// <summary>Behind its request line it is ours; before that it becomes Kestrel's, which has a deadline of its own.</summary>
    [Theory]
    [InlineData(1, 60)]
    [InlineData(60, 1)]
    public async Task A_head_that_comes_too_slowly_is_408(int ours, int kestrels)
    {
        await using var host = await AspNetCoreDoor.StartAsync(
            options => options.HandshakeTimeout = TimeSpan.FromSeconds(ours),
            build: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(kestrels)),
            listen: listen => listen.UseWebSocketEndpoints());
        await using var stream = await host.ConnectAsync();
        await using var peer = new RawPeer(stream);

        await peer.SendAsync(ours == 1 ? "GET /echo HTTP/1.1\r\nHost: local" : "POST /echo HTT");

        Assert.Equal(408, (await peer.ReadResponseAsync()).Status);
    }
}
