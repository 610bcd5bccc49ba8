using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task Typed_messages_are_json_and_so_are_replies_and_null_is_none()
    {
        await using var peer = await OpenAsync("/json");

        await peer.SendAsync(
            FrameBuilder.Text("""{"Left":0,"Right":9}"""), FrameBuilder.Text("""{"Left":1,"Right":2}"""));

        Assert.Equal("""{"Value":3}""", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_closed_with_1007()
    {
        await using var peer = await OpenAsync("/json");

        await peer.SendAsync(FrameBuilder.Text("""{"Left":"""));

        Assert.Equal(1007, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task A_kind_of_message_without_a_handler_is_closed_with_1003()
    {
        await using var peer = await OpenAsync("/json");

        await peer.SendAsync(FrameBuilder.Binary([1]));

        Assert.Equal(1003, await peer.ReadCloseAsync());
    }

    [Theory]
    [InlineData("now")]
    [InlineData("later")]
    public async Task An_exception_closes_its_session_with_1011_and_no_other(string text)
    {
        await using var healthy = await OpenAsync("/echo");
        await using var faulty = await OpenAsync("/faulty");

        await faulty.SendAsync(FrameBuilder.Text(text));
        Assert.Equal(1011, await faulty.ReadCloseAsync());
        await faulty.SendAsync(FrameBuilder.Close(1011));
        Assert.True(await faulty.IsAtEndAsync());
        Assert.Equal("closed 1011", await _journal.NextAsync());

        await healthy.SendAsync(FrameBuilder.Text("still here"));
        Assert.Equal("still here", await healthy.ReadTextAsync());
    }

    [Fact]
    public async Task An_exception_that_an_error_handler_takes_leaves_the_session_open()
    {
        await using var peer = await OpenAsync("/faulty");

        await peer.SendAsync(FrameBuilder.Text("argument"), FrameBuilder.Text("argument"));
        Assert.Equal("handled thrown", await _journal.NextAsync());
        Assert.Equal("handled thrown", await _journal.NextAsync());

        await peer.SendAsync(FrameBuilder.Ping("open"));
        Assert.Equal(Opcode.Pong, (await peer.ReadFrameAsync()).Opcode);
    }

    [Fact]
    public async Task Asynchronous_handlers_of_a_session_run_one_at_a_time_and_in_order()
    {
        await using var peer = await OpenAsync("/async");

        await peer.SendAsync([.. Enumerable.Range(1, 20).Select(i => FrameBuilder.Text($"m{i}"))]);

        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal($"{i}/{i} m{i}", await peer.ReadTextAsync());
        }
    }

    [Fact]
    public async Task A_stream_of_payloads_is_sent_message_by_message()
    {
        await using var peer = await OpenAsync("/async");

        await peer.SendAsync(FrameBuilder.Binary([3]));

        for (byte i = 0; i < 3; i++)
        {
            var frame = await peer.ReadFrameAsync();
            Assert.Equal(Opcode.Binary, frame.Opcode);
            Assert.Equal([i], frame.Payload);
        }
    }

    [Fact]
    public async Task Ping_and_pong_handlers_are_told_and_the_close_handler_runs_before_disposal()
    {
        await using var peer = await OpenAsync("/async");

        await peer.SendAsync(FrameBuilder.Ping("123"), FrameBuilder.Pong(), FrameBuilder.Close(3456, "bye"));

        Assert.Equal(Opcode.Pong, (await peer.ReadFrameAsync()).Opcode);
        Assert.Equal(3456, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
        Assert.Equal("ping 3", await _journal.NextAsync());
        Assert.Equal("pong", await _journal.NextAsync());
        Assert.Equal("closed 3456 bye", await _journal.NextAsync());
        Assert.Equal("disposed", await _journal.NextAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_runs_the_close_handler_with_1006()
    {
        var peer = await OpenAsync("/async");

        await peer.DisposeAsync();

        Assert.Equal("closed 1006 ", await _journal.NextAsync());
        Assert.Equal("disposed", await _journal.NextAsync());
    }

    [Fact]
    public async Task Services_of_a_handler_live_as_long_as_its_call()
    {
        await using var peer = await OpenAsync("/services");

        await peer.SendAsync(FrameBuilder.Text("1"), FrameBuilder.Text("2"));

        Assert.Equal("True True True", await peer.ReadTextAsync());
        Assert.Equal("True True True", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_singleton_endpoint_is_shared_by_its_sessions()
    {
        await using var first = await OpenAsync("/singleton");
        await using var second = await OpenAsync("/singleton");

        await first.SendAsync(FrameBuilder.Text(""));
        Assert.Equal("1", await first.ReadTextAsync());
        await second.SendAsync(FrameBuilder.Text(""));
        Assert.Equal("2", await second.ReadTextAsync());
    }

    [Fact]
    public async Task Private_handlers_and_constructors_of_a_partial_class_are_used()
    {
        await using var peer = await OpenAsync("/private/0f8fad5b-d9cb-469f-a165-70867728950e");

        await peer.SendAsync(FrameBuilder.Text("secret"));

        Assert.Equal("ok", await peer.ReadTextAsync());
        Assert.Equal("0f8fad5bd9cb469fa16570867728950e secret", await _journal.NextAsync());
    }

    [Fact]
    public async Task Sends_from_many_threads_arrive_whole_and_the_close_comes_last()
    {
        await using var peer = await OpenAsync("/sender");
        await peer.SendAsync(FrameBuilder.Text("20000"));

        var seen = new HashSet<byte>();
        for (var i = 0; i < 100; i++)
        {
            var frame = await peer.ReadFrameAsync();
            Assert.Equal(20_000, frame.Payload.Length);
            Assert.True(seen.Add(Assert.Single(frame.Payload.Distinct())));
        }

        var close = await peer.ReadFrameAsync();
        Assert.Equal((Opcode.Close, 4001, "done"), (close.Opcode, close.CloseCode, close.CloseReason));
        await peer.SendAsync(FrameBuilder.Close(4001));
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task A_client_that_writes_much_before_it_reads_gets_everything()
    {
        await using var peer = await OpenAsync("/echo");
        var payload = new byte[50_000];

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await peer.SendAsync(FrameBuilder.Binary(payload));
            }
        });
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(50_000, (await peer.ReadFrameAsync()).Payload.Length);
        }

        await sending;
    }

    [Fact]
    public async Task Shutdown_closes_sessions_with_1001()
    {
        await using var peer = await OpenAsync("/async");

        var stopped = _door.StopAsync();

        var close = await peer.ReadFrameAsync();
        Assert.Equal((Opcode.Close, 1001), (close.Opcode, close.CloseCode));
        await peer.SendAsync(FrameBuilder.Close(1001));
        Assert.True(await peer.IsAtEndAsync());
        await stopped;
        Assert.StartsWith("closed 1001", await _journal.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_never_closes_does_not_hold_the_session()
    {
        await using var peer = await OpenAsync("/faulty");

        await peer.SendAsync(FrameBuilder.Text("now"));
        Assert.Equal(1011, await peer.ReadCloseAsync());

        Assert.True(await peer.IsAtEndAsync());
        Assert.Equal("closed 1011", await _journal.NextAsync());
    }

    [Fact]
    public async Task Many_sessions_talk_at_once()
    {
        await Parallel.ForAsync(0, 50, async (i, _) =>
        {
            await using var peer = await OpenAsync("/echo");
            for (var round = 0; round < 20; round++)
            {
                var text = $"{i}-{round}-{new string('x', i * round)}";
                await peer.SendAsync(FrameBuilder.Text(Encoding.UTF8.GetBytes(text)));
                Assert.Equal(text, await peer.ReadTextAsync());
            }
        });
    }
}
