using Endpoints.Conformance.Tests.Doors.Cases;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

/// <summary>Peers that go away at any moment, and very many peers that send garbage.</summary>
public abstract partial class HostilePeers
{
    private const int Crowd = 10_000;
    private const int AtOnce = 32;

    private static readonly byte[] Conversation = FrameBuilder.Concat(
        FrameBuilder.Fragments(Opcode.Text, "Hello"u8.ToArray(), [2]), FrameBuilder.Ping("p"), FrameBuilder.Close(1000, "bye"));

    [Fact]
    public async Task A_reset_anywhere_in_a_message_or_a_close_ends_the_session()
    {
        for (var cut = 0; cut <= Conversation.Length; cut++)
        {
            var session = await OpenAsync();
            await session.Peer.SendAsync(Conversation[..cut]);
            Door.Reset(session);
        }

        await DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);
    }

    [Fact]
    public async Task A_reset_after_our_close_frame_ends_the_session_at_once()
    {
        for (var i = 0; i < 10; i++)
        {
            var session = await OpenAsync();
            await session.Peer.SendAsync(FrameBuilder.Text([0xFF]));
            Assert.Equal(1007, await session.Peer.ReadCloseAsync());
            Door.Reset(session);
        }

        await DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);
    }

    [Fact]
    public async Task A_peer_that_goes_away_anywhere_without_a_reset_leaves_nothing_behind()
    {
        for (var cut = 0; cut <= Conversation.Length; cut++)
        {
            await using var session = await OpenAsync();
            await session.Peer.SendAsync(Conversation[..cut]);
        }

        await DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);
    }

    [Fact]
    public async Task A_peer_that_closes_without_reading_its_answers_leaves_nothing_behind()
    {
        for (var i = 0; i < 10; i++)
        {
            await using var session = await OpenAsync();
            var sending = session.Stream.WriteAsync(FrameBuilder.Concat(
                [.. Enumerable.Repeat(FrameBuilder.Binary(Samples.Noise(10_000)), 100), FrameBuilder.Close(1000)])).AsTask();
            await Task.WhenAny(sending, Task.Delay(Pause));
            Door.Reset(session);
            await Task.WhenAny(sending);
        }

        await DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);
    }

    [Fact]
    public async Task Memory_is_back_where_it_was_after_sessions_that_broke_off_within_large_messages()
    {
        byte[] half = FrameBuilder.Binary(Samples.Noise(400_000))[..200_000];
        await BreakOffAsync(30);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await BreakOffAsync(300);

        // Were they kept, 300 halves of a message would be 60 MB.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);

        async Task BreakOffAsync(int sessions)
        {
            for (var i = 0; i < sessions; i++)
            {
                await using var session = await OpenAsync();
                await session.Peer.SendAsync(half);
            }

            await DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);
        }
    }

    [Fact]
    public async Task Ten_thousand_peers_of_garbage_are_all_refused_and_memory_is_back_where_it_was()
    {
        await SendGarbageAsync(0, 500);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await SendGarbageAsync(500, Crowd);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
    }

    /// <summary>Whether garbage can be sent instead of a request head.</summary>
    private protected virtual bool HasHeads => true;

    private async Task SendGarbageAsync(int from, int count)
    {
        await Parallel.ForAsync(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            if (i % 2 == 0 && HasHeads)
            {
                await SendGarbageHeadAsync(i);
            }
            else
            {
                await SendGarbageFramesAsync(i);
            }
        });
        await DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);
    }

    /// <summary>A line end closes it, so that it can be told to be no HTTP at all.</summary>
    private async Task SendGarbageHeadAsync(int seed)
    {
        byte[] garbage = [.. Samples.Noise(1 + (seed % 300), seed), (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
        await using var stream = await Door.Host(HostPolicy.Default).ConnectAsync();
        await using var peer = new TestKit.Net.RawPeer(stream);
        await peer.SendAsync(garbage);
        Assert.Equal(400, (await peer.ReadResponseAsync()).Status);
    }

    private async Task SendGarbageFramesAsync(int seed)
    {
        byte[] garbage = Samples.Noise(64, seed);
        garbage[0] |= 0x70;
        await using var session = await Door.OpenAsync(Door.Host(HostPolicy.Default), ConformanceEndpoints.EchoPath);
        await session.Peer.SendAsync(garbage);
        Assert.Equal(1002, await session.Peer.ReadCloseAsync());
    }
}
