using Endpoints.Conformance.Tests.Doors.Cases;
using Endpoints.Conformance.Tests.Doors.Compression;
using Endpoints.Dispatch;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

/// <summary>Peers that mean harm or are broken, on one door: each ends with the right code, and no session is left behind.</summary>
public abstract partial class HostilePeers(DoorFixture door) : IAsyncLifetime
{
    private const int Flood = ConformanceEndpoints.FloodLimit;

    /// <summary>How long a peer does nothing, so that a server that goes on without it comes to a stop. Nothing depends on it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private protected DoorFixture Door { get; } = door;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Whatever a test did: the sessions of its peers have ended.</summary>
    public Task DisposeAsync() => DoorConformance.UntilNoSessionAsync(() => Door.SessionCount);

    private protected Task<OpenedSession> OpenAsync(string path = ConformanceEndpoints.EchoPath, params string[] offers) =>
        Door.OpenAsync(Door.Host(HostPolicy.TakesOver), path, offers);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_message_of_131072_one_byte_fragments_is_taken_and_with_one_more_it_is_1009(int past)
    {
        await using var session = await OpenAsync(ConformanceEndpoints.FloodPath);

        await session.Peer.SendAsync(FrameBuilder.Fragments(Opcode.Text, Samples.Json(1, Flood + past), Samples.Sizes(Flood + past, 1)));

        if (past == 0)
        {
            Assert.Equal($"{Flood}", await session.Peer.ReadTextAsync());
        }
        else
        {
            Assert.Equal(1009, await session.Peer.ReadCloseAsync());
        }
    }

    [Fact]
    public async Task Empty_fragments_without_end_are_one_empty_message()
    {
        await using var session = await OpenAsync(ConformanceEndpoints.FloodPath);

        await session.Peer.SendAsync(FrameBuilder.Fragments(Opcode.Text, [], [.. new int[Flood]]));

        Assert.Equal("0", await session.Peer.ReadTextAsync());
    }

    [Fact]
    public async Task Decompression_bombs_are_1009_and_cost_what_a_message_at_the_limit_does()
    {
        const int Bombs = 50;
        const int Size = 64 * 1024 * 1024;
        var deflate = new DeflateParameters(true, true, 15, 15);
        byte[] bomb;
        byte[] atTheLimit;
        using (var client = new DeflateClient(deflate))
        {
            bomb = client.Frame(new Step.SendCompressed(Opcode.Binary, new byte[Size]));
            atTheLimit = client.Frame(new Step.SendCompressed(Opcode.Binary, new byte[Flood]));
        }

        await DropAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Bombs; i++)
        {
            await DropAsync();
        }

        // Inflated, they would be 3.2 GB.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 200_000_000);

        async Task DropAsync()
        {
            await using var session = await OpenAsync(ConformanceEndpoints.FloodPath, "permessage-deflate; client_no_context_takeover");
            await session.Peer.SendAsync(atTheLimit);
            Assert.Equal($"{Flood}", await ReadAnswerAsync(session, deflate));
            await session.Peer.SendAsync(bomb, FrameBuilder.Close(1000));
            Assert.Equal(1009, await session.Peer.ReadCloseAsync());
            Assert.True(await session.Peer.IsAtEndAsync());
        }
    }

    [Fact]
    public async Task A_flood_of_pings_that_is_read_late_ends_with_the_answer_to_the_last_and_the_session_works()
    {
        const int Pings = 200_000;
        await using var session = await OpenAsync();
        for (var i = 0; i < Pings; i += 1_000)
        {
            await session.Peer.SendAsync([.. Enumerable.Range(i, 1_000).Select(number => FrameBuilder.Ping($"{number}".PadRight(125, '.')))]);
        }

        // Where only the latest ping is answered, its pong may come behind the echo.
        await session.Peer.SendAsync(Case.Good);
        var last = -1;
        var isEchoed = false;
        while (last < Pings - 1 || !isEchoed)
        {
            var frame = await session.Peer.ReadFrameAsync();
            if (frame.Opcode == Opcode.Text)
            {
                Assert.Equal(("good", false), (frame.Text, isEchoed));
                isEchoed = true;
                continue;
            }

            Assert.Equal(Opcode.Pong, frame.Opcode);
            var number = int.Parse(frame.Text.TrimEnd('.'), System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(number, last + 1, Pings - 1);
            last = number;
        }
    }

    [Fact]
    public async Task A_flood_of_pongs_gets_no_answer_and_the_session_works()
    {
        await using var session = await OpenAsync();
        byte[] thousand = FrameBuilder.Concat([.. Enumerable.Repeat(FrameBuilder.Pong(new string('p', 125)), 1_000)]);
        for (var i = 0; i < 100; i++)
        {
            await session.Peer.SendAsync(thousand);
        }

        await session.Peer.SendAsync(Case.Good);

        Assert.Equal("good", await session.Peer.ReadTextAsync());
    }

    /// <summary>How many messages of 16 KiB a client writes before it reads: more than all buffers on the way hold.</summary>
    protected virtual int FloodMessages => 2_000;

    /// <summary>Our queue is full, and its answers are many times larger: that is no reason to drop it.</summary>
    [Fact]
    public async Task A_client_that_writes_all_before_it_reads_is_never_dropped_and_misses_nothing()
    {
        await using var session = await OpenAsync();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < FloodMessages; i++)
            {
                await session.Stream.WriteAsync(FrameBuilder.Concat(FrameBuilder.Binary(Samples.Noise(16_384, i)), FrameBuilder.Ping($"{i}")));
            }
        });
        await Task.WhenAny(sending, Task.Delay(Pause));

        for (var i = 0; i < FloodMessages;)
        {
            var frame = await session.Peer.ReadFrameAsync();
            if (frame.Opcode == Opcode.Pong)
            {
                continue;
            }

            Assert.Equal(Opcode.Binary, frame.Opcode);
            Assert.True(frame.Payload.AsSpan().SequenceEqual(Samples.Noise(16_384, i++)), $"Message {i} is another one.");
        }

        await sending;
        await session.Peer.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await session.Peer.ReadCloseAsync());
    }

    [Fact]
    public async Task A_reader_that_takes_a_few_bytes_at_a_time_gets_all_of_a_large_message()
    {
        byte[] payload = Samples.Noise(1 << 20);
        await using var session = await OpenAsync();
        await session.Peer.SendAsync(FrameBuilder.Binary(payload));

        byte[] expected = FrameBuilder.Binary(payload, mask: false);
        var buffer = new byte[97];
        for (var start = 0; start < expected.Length;)
        {
            var read = await session.Stream.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, expected.Length - start)));
            Assert.True(read > 0 && expected.AsSpan(start, read).SequenceEqual(buffer.AsSpan(0, read)), $"Not from byte {start} on.");
            start += read;
        }
    }

    [Fact]
    public async Task A_peer_that_never_reads_is_cut_off_at_the_send_deadline()
    {
        var time = new TestClock();
        // The fake clock may outrun a peer that is about to send, which is then no idle one.
        await using var host = await Door.StartAsync(
            options => options.IdleTimeout = Timeout.InfiniteTimeSpan, services => services.AddSingleton<TimeProvider>(time));
        await using var session = await Door.OpenAsync(host, ConformanceEndpoints.EchoPath);
        var sending = Task.Run(async () =>
        {
            byte[] message = FrameBuilder.Binary(Samples.Noise(65_536));
            for (var i = 0; i < 1_000; i++)
            {
                await session.Stream.WriteAsync(message);
            }
        });

        // Once so much waits to be sent, the server reads no more, and only the send deadline can end this.
        var server = host.Services.GetRequiredService<EndpointServer>();
        await DoorConformance.UntilAsync(() => server.Memory.Used > new WebSocketEndpointOptions().MaxSendQueueSize / 2);
        await AdvanceUntilNoSessionAsync(host, time);

        // It sees what had left before (echoes, and pings to see whether it lives), and then the end, which has a deadline of its own.
        var reading = ReadToEndAsync(session);
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await reading;
        await session.DisposeAsync();
        await Task.WhenAny(sending);
    }

    [Fact]
    public async Task A_peer_that_never_answers_our_close_is_cut_off_at_the_close_deadline()
    {
        var time = new TestClock();
        await using var host = await Door.StartAsync(_ => { }, services => services.AddSingleton<TimeProvider>(time));
        await using var session = await Door.OpenAsync(host, ConformanceEndpoints.EchoPath);
        await session.Peer.SendAsync(FrameBuilder.Text([0xFF]));
        Assert.Equal(1007, await session.Peer.ReadCloseAsync());
        Assert.Equal(1, SessionCountOf(host));

        await AdvanceUntilNoSessionAsync(host, time);

        Assert.True(await session.Peer.IsAtEndAsync());
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_pinged_and_cut_off()
    {
        var time = new TestClock();
        // Shorter than the send deadline: that the echo has left may still be news to the server.
        var interval = TimeSpan.FromSeconds(20);
        await using var host = await Door.StartAsync(
            options => options.KeepAliveInterval = interval, services => services.AddSingleton<TimeProvider>(time));
        await using var session = await Door.OpenAsync(host, ConformanceEndpoints.EchoPath);
        await session.Peer.SendAsync(Case.Good);
        Assert.Equal("good", await session.Peer.ReadTextAsync());

        time.Advance(interval);
        Assert.Equal(Opcode.Ping, (await session.Peer.ReadFrameAsync()).Opcode);
        await AdvanceUntilNoSessionAsync(host, time);

        Assert.True(await session.Peer.IsAtEndAsync());
    }

    private static async Task ReadToEndAsync(OpenedSession session)
    {
        while (await session.Peer.TryReadFrameAsync() is { } frame)
        {
            Assert.True(frame.Opcode is Opcode.Binary or Opcode.Ping, $"{frame.Opcode} came.");
        }
    }

    private static int SessionCountOf(ITestDoor host) => host.Services.GetRequiredService<EndpointServer>().SessionCount;

    private static Task AdvanceUntilNoSessionAsync(ITestDoor host, FakeTimeProvider time) => DoorConformance.UntilNoSessionAsync(() =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return SessionCountOf(host);
    });

    private static async Task<string> ReadAnswerAsync(OpenedSession session, DeflateParameters deflate)
    {
        using var client = new DeflateClient(deflate);
        var frame = await session.Peer.ReadFrameAsync();
        return System.Text.Encoding.ASCII.GetString(frame.IsCompressed ? client.Read(frame.Payload) : frame.Payload);
    }
}
