using Endpoints.Dispatch;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>Peers that go away, or do not, at any moment. No session may be left behind.</summary>
public class DisconnectTests
{
    [Fact]
    public async Task A_reset_anywhere_in_a_message_or_its_close_ends_the_session()
    {
        byte[] conversation =
            [.. FrameBuilder.Fragments(Endpoints.Protocol.Opcode.Text, "Hello"u8.ToArray(), [2]), .. FrameBuilder.Ping("p"), .. FrameBuilder.Close(1000, "bye")];
        await using var door = EchoTable.Open();
        for (var cut = 0; cut <= conversation.Length; cut++)
        {
            var peer = new RawPeer(await door.ConnectAsync());
            await peer.OpenAsync("/echo");
            await peer.SendAsync(conversation[..cut]);
            await peer.DisposeAsync();
        }

        await door.StopAsync();
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    [Fact]
    public async Task A_reset_anywhere_in_the_handshake_opens_no_session()
    {
        var request = RawPeer.Request("/echo");
        await using var door = EchoTable.Open();
        for (var cut = 0; cut < request.Length; cut++)
        {
            var peer = new RawPeer(await door.ConnectAsync());
            await peer.SendAsync(request[..cut]);
            await peer.DisposeAsync();
        }

        await door.StopAsync();
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    [Fact]
    public async Task A_peer_that_closes_without_reading_its_echoes_leaves_nothing_behind()
    {
        await using var door = EchoTable.Open();
        var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        for (var i = 0; i < 20; i++)
        {
            await peer.SendAsync(FrameBuilder.Binary(new byte[10_000]));
        }

        await peer.SendAsync(FrameBuilder.Close(1000));
        await peer.DisposeAsync();

        await door.StopAsync();
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    [Fact]
    public async Task A_peer_that_never_closes_is_cut_off_at_the_close_deadline()
    {
        var time = new TestClock();
        await using var door = EchoTable.Open(time);
        var server = door.Services.GetRequiredService<EndpointServer>();
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Text([0xFF]));

        Assert.Equal(1007, await peer.ReadCloseAsync());
        Assert.Equal(1, server.SessionCount);

        // The deadline runs from the moment at which the close frame is with the network, of which this end knows only soon after.
        await UntilNoSessionAsync(server, () => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.True(await peer.IsAtEndAsync());
    }

    internal static async Task UntilNoSessionAsync(EndpointServer server, Action meanwhile)
    {
        // Only for tests that would otherwise hang.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.SessionCount > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            meanwhile();
            await Task.Yield();
        }
    }
}
