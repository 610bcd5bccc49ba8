using Endpoints.Conformance.Tests.Hostile;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Hosting;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class KestrelHostilePeers(KestrelFixture door) : TcpHostilePeers(door), IClassFixture<KestrelFixture>
{
    [Fact]
    public async Task A_head_that_comes_too_slowly_is_408()
    {
        await using var host = await AspNetCoreDoor.StartAsync(build: builder => builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));
        await using var stream = await host.ConnectAsync();
        await using var peer = new RawPeer(stream);
        var response = peer.ReadResponseAsync();
        foreach (var letter in RawPeer.Request("/echo"))
        {
            if (await Task.WhenAny(response, Task.Delay(TimeSpan.FromMilliseconds(100))) == response)
            {
                break;
            }

            await peer.SendAsync($"{letter}");
        }

        Assert.Equal(408, (await response).Status);
    }
}
