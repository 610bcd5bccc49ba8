using Endpoints.Dispatch;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>What the process holds when hostile sessions are over. Alone, because other tests' memory would be counted, too.</summary>
[Collection(nameof(ProcessMemoryTests))]
[CollectionDefinition(nameof(ProcessMemoryTests), DisableParallelization = true)]
public class ProcessMemoryTests
{
    [Fact]
    public async Task Memory_is_back_where_it_was_after_hundreds_of_sessions_that_broke_off_within_large_messages()
    {
        await using var door = EchoTable.Open();
        var half = FrameBuilder.Binary(new byte[200_000])[..100_000];
        await BreakOffAsync(20);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await BreakOffAsync(300);

        // Were they kept, 300 halves of a message would be 30 MB.
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(after - before, long.MinValue, 10_000_000);

        async Task BreakOffAsync(int sessions)
        {
            for (var i = 0; i < sessions; i++)
            {
                await using var peer = new RawPeer(await door.ConnectAsync());
                await peer.OpenAsync("/echo");
                await peer.SendAsync(half);
            }

            await DisconnectTests.UntilNoSessionAsync(door.Services.GetRequiredService<EndpointServer>(), () => { });
        }
    }
}
