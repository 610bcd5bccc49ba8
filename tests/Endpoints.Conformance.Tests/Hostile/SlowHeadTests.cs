using System.Text;
using Endpoints.Dispatch;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Net;
using Endpoints.Testing;
using Endpoints.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>Peers that take their time with the handshake, at a door that reads heads itself.</summary>
public sealed class SlowHeadTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly TestClock _time = new();
    private readonly InMemoryDoor _door;
    private readonly EndpointServer _server;
    private readonly MeterReadings _readings;

    public SlowHeadTests()
    {
        _door = EchoTable.Open(_time);
        _server = _door.Services.GetRequiredService<EndpointServer>();
        _readings = new MeterReadings(_server.Metrics.Meter);
    }

    public async ValueTask DisposeAsync()
    {
        _readings.Dispose();
        await _door.DisposeAsync();
    }

    /// <summary>A peer that has sent the beginning of a head, of which the door knows: it holds a buffer for it.</summary>
    private async Task<RawPeer> BeginAsync(string text = "GET /echo HT")
    {
        var peer = new RawPeer(await _door.ConnectAsync());
        await peer.SendAsync(text);
        await MemoryBudgetTests.UntilAsync(() => _server.Memory.Used > 0);
        return peer;
    }

    [Fact]
    public async Task A_head_that_is_not_whole_at_the_deadline_is_408_and_the_end()
    {
        await using var peer = await BeginAsync();

        _time.Advance(Deadline);

        var response = await peer.ReadResponseAsync();
        Assert.Equal(408, response.Status);
        Assert.Equal("close", response["Connection"]);
        await MemoryBudgetTests.UntilAsync(() => _server.Memory.Used == 0);
        Assert.Equal(1, _readings.Sum("endpoints.handshakes", ("error.type", "head_timeout"), ("http.response.status_code", 408)));
        await _door.StopAsync();
        Assert.Equal(0, _server.SessionCount);
    }

    [Fact]
    public async Task A_head_that_is_whole_just_before_the_deadline_is_accepted()
    {
        var request = RawPeer.Request("/echo");
        await using var peer = await BeginAsync(request[..50]);

        _time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        await peer.SendAsync(request[50..]);

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        Assert.Equal(1, _readings.Sum("endpoints.handshakes", ("endpoints.handshake.outcome", "accepted")));
    }

    [Fact]
    public async Task A_byte_a_second_does_not_put_the_deadline_off()
    {
        var request = RawPeer.Request("/echo");
        await using var peer = await BeginAsync(request[..1]);
        for (var i = 1; i <= 15; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (i < 15)
            {
                await peer.SendAsync(request[i..(i + 1)]);
            }
        }

        Assert.Equal(408, (await peer.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task A_peer_that_sends_nothing_holds_nothing_and_is_ended_at_the_deadline()
    {
        await using var peer = new RawPeer(await _door.ConnectAsync());
        var response = peer.ReadResponseAsync();

        await MemoryBudgetTests.UntilAsync(() =>
        {
            Assert.Equal(0, _server.Memory.Used);
            _time.Advance(TimeSpan.FromSeconds(1));
            return response.IsCompleted;
        });

        Assert.Equal(408, (await response).Status);
    }

    [Fact]
    public async Task A_peer_that_goes_away_is_counted_and_leaves_nothing()
    {
        var peer = await BeginAsync();

        await peer.DisposeAsync();
        await _door.StopAsync();

        Assert.Equal(0, _server.Memory.Used);
        var handshake = Assert.Single(_readings.All, reading => reading.Instrument == "endpoints.handshakes");
        Assert.Equal("abandoned", handshake.Tags["endpoints.handshake.outcome"]);
        Assert.Equal("disconnected", handshake.Tags["error.type"]);
    }

    [Theory]
    [InlineData(false, "disconnected")]
    [InlineData(true, "timeout")]
    public async Task A_peer_that_does_not_take_the_response_has_no_session(bool isSlow, string reason)
    {
        var stream = new DeafStream(Encoding.ASCII.GetBytes(RawPeer.Request("/echo")), isSlow);
        var reader = new HeadReader(_server, new HeadProcessor(_server, NullLogger.Instance));
        var answer = reader.AnswerAsync(stream, new DoorConnection(_door.Services), CancellationToken.None);
        await stream.WriteBegan;
        Assert.Equal(!isSlow, answer.IsCompleted);

        _time.Advance(Deadline);

        Assert.False((await answer).Outcome.IsAccepted);
        Assert.Equal(0, _readings.Sum("endpoints.handshakes", ("endpoints.handshake.outcome", "accepted")));
        Assert.Equal(1, _readings.Sum("endpoints.handshakes", ("endpoints.handshake.outcome", "abandoned"), ("error.type", reason)));
        Assert.Equal(0, _server.Memory.Used);
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(1, 503)]
    public async Task Heads_count_against_the_budget_of_the_host(int past, int status)
    {
        // The first 4 KiB of a head; the host has them, or one byte less.
        await using var door = EchoTable.Open(_time, options => options.MaxBufferedBytes = 1024 * 1024);
        var server = door.Services.GetRequiredService<EndpointServer>();
        using var readings = new MeterReadings(server.Metrics.Meter);
        var request = RawPeer.Request("/echo");
        server.Memory.Take(server.Memory.Limit - 4096 + past);
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.SendAsync(request[..50]);
        if (past == 0)
        {
            await MemoryBudgetTests.UntilAsync(() => server.Memory.Used == server.Memory.Limit);
            server.Memory.Return(server.Memory.Limit - 4096);
            await peer.SendAsync(request[50..]);
        }

        Assert.Equal(status, (await peer.ReadResponseAsync()).Status);
        Assert.Equal(past, readings.Sum("endpoints.memory.refusals", ("endpoints.memory.use", "head")));
    }

    [Fact]
    public async Task A_large_head_byte_by_byte_is_read_to_its_end()
    {
        await using var peer = new RawPeer(await _door.ConnectAsync());
        var request = Encoding.ASCII.GetBytes(RawPeer.Request("/echo", "X: " + new string('x', 10_000)));

        foreach (var single in request)
        {
            await peer.SendAsync([single]);
        }

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        await MemoryBudgetTests.UntilAsync(() => _server.Memory.Used == 0);
    }

    /// <summary>Gives a request, and takes no response: it fails to write, or waits until it is told to stop.</summary>
    private sealed class DeafStream(byte[] request, bool isSlow) : MemoryStream(request)
    {
        private readonly TaskCompletionSource _writeBegan = new();

        public Task WriteBegan => _writeBegan.Task;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _writeBegan.SetResult();
            if (!isSlow)
            {
                throw new IOException("The peer is gone.");
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
