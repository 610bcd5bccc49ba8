using System.Security.Cryptography;
using Endpoints.Dispatch;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Messages as sequences, bytes as streams, and handlers beside each other.</summary>
public abstract partial class EndpointBehaviorTests
{
    private Gate Gate => _door.Services.GetRequiredService<Gate>();

    [Fact]
    public async Task A_sequence_goes_both_ways_at_once_until_the_peer_closes()
    {
        await using var peer = await OpenAsync("/duplex");

        var total = 0;
        for (var i = 1; i <= 50; i++)
        {
            await peer.SendAsync(FrameBuilder.Text($$"""{"Left":{{i}},"Right":0}"""), FrameBuilder.Binary([1, 1]));
        }

        var sums = new List<string>();
        var counts = 0;
        while (sums.Count < 50 || counts < 50)
        {
            var frame = await peer.ReadFrameAsync();
            if (frame.Opcode == Opcode.Binary)
            {
                Assert.Equal(2L * ++counts, BitConverter.ToInt64(frame.Payload));
            }
            else
            {
                sums.Add(frame.Text);
            }
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(i => $$"""{"Value":{{total += i}}}"""), sums);
        await peer.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.Equal("read 1275", await _journal.NextAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_ends_the_sequence()
    {
        var peer = await OpenAsync("/duplex");
        await peer.SendAsync(FrameBuilder.Text("""{"Left":1,"Right":2}"""));
        Assert.Equal("""{"Value":3}""", await peer.ReadTextAsync());

        await peer.DisposeAsync();

        Assert.Equal("read 3", await _journal.NextAsync());
    }

    [Theory]
    [InlineData(64 * 1024 * 1024)]
    [InlineData(100_000)]
    public async Task A_message_far_larger_than_the_limit_of_whole_ones_is_read_while_it_arrives(int frameSize)
    {
        const int Size = 64 * 1024 * 1024;
        await using var peer = await OpenAsync("/upload");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[100_000];
        for (var i = 0; i < piece.Length; i++)
        {
            piece[i] = (byte)(i * 31);
        }

        var held = _door.Services.GetRequiredService<EndpointServer>().Memory;
        var most = 0L;
        if (frameSize == Size)
        {
            await peer.SendAsync(FrameBuilder.Header(Opcode.Binary, Size));
        }

        for (var sent = 0; sent < Size;)
        {
            var length = Math.Min(piece.Length, Size - sent);
            hash.AppendData(piece, 0, length);
            sent += length;
            if (frameSize == Size)
            {
                await peer.SendAsync(Masked(piece, length, sent - length));
            }
            else
            {
                await peer.SendAsync(FrameBuilder.Frame(
                    sent == length ? Opcode.Binary : Opcode.Continuation, piece[..length], fin: sent == Size));
            }

            most = Math.Max(most, held.Used);
        }

        Assert.Equal($"{Size} {Convert.ToHexString(hash.GetHashAndReset())}", await peer.ReadTextAsync());
        Assert.InRange(most, long.MinValue, 40 * 1024 * 1024);
    }

    [Fact]
    public async Task A_handler_that_does_not_read_stops_the_peer_and_is_caught_up_with()
    {
        const int Size = 16 * 1024 * 1024;
        await using var peer = await OpenAsync("/upload");
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 16; i++)
            {
                await peer.SendAsync(FrameBuilder.Frame(i == 0 ? Opcode.Text : Opcode.Continuation, new byte[Size / 16], fin: i == 15));
            }
        });

        // Sixteen megabytes are more than sockets and pipes hold.
        Assert.NotSame(sending, await Task.WhenAny(sending, Task.Delay(500)));
        Gate.Steps.Release();
        await sending;
        Assert.Equal($"slow {Size}", await _journal.NextAsync());
    }

    [Fact]
    public async Task A_close_within_a_message_ends_its_reading()
    {
        await using var peer = await OpenAsync("/upload");
        await peer.SendAsync(FrameBuilder.Text("begun", fin: false), FrameBuilder.Close(1001));
        Assert.Equal(1001, await peer.ReadCloseAsync());
        Gate.Steps.Release();
        Assert.Equal("cut 1001", await _journal.NextAsync());

        var broken = await OpenAsync("/upload");
        await broken.SendAsync(FrameBuilder.Text("begun", fin: false), FrameBuilder.Ping("there?"));

        // The answer says that the handler reads: a connection that breaks before that has no message to cut.
        Assert.Equal(Opcode.Pong, (await broken.ReadFrameAsync()).Opcode);
        await broken.DisposeAsync();
        Gate.Steps.Release();
        Assert.Equal("cut 1006", await _journal.NextAsync());

        await using var spoilt = await OpenAsync("/upload");
        await spoilt.SendAsync(FrameBuilder.Text("begun", fin: false), FrameBuilder.Continuation([0xFF]));
        Gate.Steps.Release();
        Assert.Equal(1007, await spoilt.ReadCloseAsync());
        Assert.Equal("cut 1007", await _journal.NextAsync());
    }

    [Fact]
    public async Task The_endpoints_own_limit_holds_for_bytes_that_nobody_reads()
    {
        await using var peer = await OpenAsync("/upload/limited");

        await peer.SendAsync(FrameBuilder.Fragments(Opcode.Binary, new byte[100_000], [50_000, 49_999]));
        Assert.Equal("took 1", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Fragments(Opcode.Text, new byte[100_001], [50_000, 50_000]));
        Assert.Equal(1009, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task Compressed_bytes_are_read_while_they_come_out()
    {
        await using var door = await StartAsync(
            options => options.Compression = new Options.WebSocketCompressionOptions(),
            AddServices);
        await using var peer = new TestKit.Net.RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/upload", "Sec-WebSocket-Extensions: permessage-deflate");

        await peer.SendAsync(
            FrameBuilder.Frame(Opcode.Binary, Hello[..3], fin: false, rsv: ReservedBits.Rsv1), FrameBuilder.Continuation(Hello[3..]));

        Assert.Equal($"5 {Convert.ToHexString(SHA256.HashData("Hello"u8))}", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task Two_messages_of_a_parallel_endpoint_are_handled_at_once()
    {
        await using var peer = await OpenAsync("/parallel");

        await peer.SendAsync(FrameBuilder.Text("slow"), FrameBuilder.Text("fast"), FrameBuilder.Binary([1]), FrameBuilder.Text("waits"));
        Assert.Equal("fast", await peer.ReadTextAsync());

        Gate.Steps.Release(2);
        var rest = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            rest.Add((await peer.ReadFrameAsync()).Text);
        }

        Assert.True(rest.SetEquals(["slow", "\u0001", "waits"]));
    }

    // The payload of a frame is masked from where it goes on.
    private static byte[] Masked(byte[] piece, int length, int position)
    {
        var masked = new byte[length];
        for (var i = 0; i < length; i++)
        {
            masked[i] = (byte)(piece[i] ^ FrameBuilder.MaskKey[(position + i) & 3]);
        }

        return masked;
    }
}
