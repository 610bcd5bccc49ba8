using Endpoints.Dispatch;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>Many sessions that each stay within their own limits: what the host holds for them together, and what it answers.</summary>
public class MemoryBudgetTests
{
    private const int Budget = 4 * 1024 * 1024;

    [Fact]
    public async Task Half_messages_on_many_sessions_stop_at_the_budget_and_new_handshakes_at_nine_tenths_of_it()
    {
        await using var door = EchoTable.Open(configure: options => options.MaxBufferedBytes = Budget);
        var server = door.Services.GetRequiredService<EndpointServer>();
        using var readings = new MeterReadings(server.Metrics.Meter);
        await using var bystander = await OpenAsync(door);

        // Each makes the server hold 128 KiB. The last that is let in finds the budget at 7/8.
        var half = FrameBuilder.Binary(new byte[100_000], fin: true)[..50_000];
        var attackers = new List<RawPeer>();
        var refused = 0;
        for (var i = 0; i < 40; i++)
        {
            var peer = new RawPeer(await door.ConnectAsync());
            var response = await peer.ExchangeAsync(RawPeer.Request("/echo"));
            if (response.Status == 503)
            {
                Assert.Equal("1", response["Retry-After"]);
                await peer.DisposeAsync();
                refused++;
                continue;
            }

            attackers.Add(peer);
            var before = server.Memory.Used;
            await peer.SendAsync(half);
            await UntilAsync(() => server.Memory.Used > before);
        }

        Assert.Equal(29, attackers.Count);
        Assert.Equal(11, refused);
        Assert.Equal(29 * 128 * 1024, server.Memory.Used);
        Assert.Equal(server.Memory.Used, readings.Observe("endpoints.memory.held"));
        Assert.Equal(11, readings.Sum("endpoints.handshakes", ("error.type", "memory_full")));

        // Small messages need nothing of the budget, large ones what is left of it, and not more.
        await bystander.SendAsync(FrameBuilder.Text("still served"));
        Assert.Equal("still served", await bystander.ReadTextAsync());
        await bystander.SendAsync(FrameBuilder.Binary(new byte[500_000])[..400_000]);
        Assert.Equal(1013, await bystander.ReadCloseAsync());
        Assert.Equal(1, readings.Sum("endpoints.protocol.violations", ("endpoints.rule", "host_memory_exceeded")));

        foreach (var peer in attackers)
        {
            await peer.DisposeAsync();
        }

        await bystander.DisposeAsync();
        await DisconnectTests.UntilNoSessionAsync(server, () => { });
        Assert.Equal(0, server.Memory.Used);
        await (await OpenAsync(door)).DisposeAsync();
    }

    [Fact]
    public async Task A_compressed_message_that_stops_in_the_middle_is_counted_with_its_context_on_every_session()
    {
        await using var door = EchoTable.Open(configure: options =>
        {
            options.Compression = new WebSocketCompressionOptions();
            options.MaxBufferedBytes = Budget;
        });
        var server = door.Services.GetRequiredService<EndpointServer>();
        using var readings = new MeterReadings(server.Metrics.Meter);
        var open = FrameBuilder.Frame(Opcode.Binary, [0x00], fin: false, rsv: ReservedBits.Rsv1);
        var attackers = new List<RawPeer>();

        // One byte of a block each: nothing has come out, and still each holds a context.
        while (!server.Memory.IsFull)
        {
            var peer = await OpenAsync(door, "Sec-WebSocket-Extensions: permessage-deflate");
            attackers.Add(peer);
            var before = server.Memory.Used;
            await peer.SendAsync(open);
            await UntilAsync(() => server.Memory.Used > before);
            Assert.InRange(server.Memory.Used - before, DeflateCost.Inflater, DeflateCost.Inflater + 4096);
        }

        Assert.InRange(attackers.Count, 80, (Budget / DeflateCost.Inflater) + 1);
        await using (var late = new RawPeer(await door.ConnectAsync()))
        {
            Assert.Equal(503, (await late.ExchangeAsync(RawPeer.Request("/echo"))).Status);
        }

        foreach (var peer in attackers)
        {
            await peer.DisposeAsync();
        }

        await DisconnectTests.UntilNoSessionAsync(server, () => { });
        Assert.Equal(0, readings.Observe("endpoints.memory.held"));
    }

    [Fact]
    public async Task A_head_of_a_frame_that_never_ends_pins_a_buffer_and_is_counted()
    {
        await using var door = EchoTable.Open(configure: options => options.MaxBufferedBytes = Budget);
        var server = door.Services.GetRequiredService<EndpointServer>();
        await using var peer = await OpenAsync(door);

        await peer.SendAsync([0x82]);
        await UntilAsync(() => server.Memory.Used == 16 * 1024);

        await peer.SendAsync([0x80, 1, 2, 3, 4]);
        Assert.Empty((await peer.ReadFrameAsync()).Payload);
        await UntilAsync(() => server.Memory.Used == 0);
    }

    private static async Task<RawPeer> OpenAsync(InMemoryDoor door, params string[] headers)
    {
        var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo", headers);
        return peer;
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        // Only for tests that would otherwise hang.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
