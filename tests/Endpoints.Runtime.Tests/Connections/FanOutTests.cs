using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>What a session gets by the messages of one read of another one is one write.</summary>
public sealed class FanOutTests
{
    private readonly ScriptedSessions _sessions = new();
    private readonly RecordingSink _sink = new();
    private readonly ScriptedTransport _publisher;
    private readonly ScriptedTransport _subscriber;

    public FanOutTests()
    {
        _publisher = _sessions.Open(sink: _sink);
        _subscriber = _sessions.Open();
    }

    [Fact]
    public void What_the_messages_of_one_read_publish_leaves_together()
    {
        _sink.OnCall = (_, call) =>
        {
            Publish(call);
            return default;
        };

        Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"));

        Assert.Equal(["text a", "text b", "text c"], _subscriber.TakeFrames().Select(frame => frame.Text));
        Assert.Equal((1, 1), (_subscriber.Batches, _subscriber.FlushRequests));
        Assert.Equal((1, 1), (_publisher.Batches, _publisher.FlushRequests));
    }

    [Fact]
    public void It_leaves_although_a_handler_throws()
    {
        _sink.OnCall = (_, call) =>
        {
            Publish(call);
            return call == "text a" ? throw new InvalidOperationException("A sink must not, and this one does.") : default;
        };

        Assert.Throws<InvalidOperationException>(() => Receive(FrameBuilder.Text("a")));

        Assert.Equal("text a", Assert.Single(_subscriber.TakeFrames()).Text);
        Receive(FrameBuilder.Text("b"));
        Assert.Equal("text b", Assert.Single(_subscriber.TakeFrames()).Text);
    }

    [Fact]
    public void Outside_of_a_read_it_leaves_at_once()
    {
        _ = _sessions.All.SendText("a"u8);
        Assert.Equal(1, _subscriber.Batches);
        _ = _sessions.All.SendText("b"u8);
        Assert.Equal(2, _subscriber.Batches);
    }

    [Fact]
    public async Task Behind_an_await_it_leaves_at_once()
    {
        var gate = new TaskCompletionSource();
        var published = new TaskCompletionSource();
        _sink.OnCall = async (_, call) =>
        {
            if (call == "text a")
            {
                await gate.Task;
                Publish(call);
                published.SetResult();
            }
        };
        Receive(FrameBuilder.Text("a"));
        Assert.Equal(0, _subscriber.Batches);

        gate.SetResult();
        await published.Task;

        Assert.Equal("text a", Assert.Single(_subscriber.TakeFrames()).Text);
    }

    [Fact]
    public void A_delivery_within_a_delivery_does_not_end_it()
    {
        var inner = _sessions.Open();
        _sink.OnCall = (_, call) =>
        {
            Publish(call);
            inner.Connection.Receive(FrameBuilder.Ping(), out int _);
            Publish(call);
            return default;
        };

        Receive(FrameBuilder.Text("a"));

        Assert.Equal((1, 2), (_subscriber.Batches, _subscriber.TakeFrames().Count));
    }

    private void Publish(string call)
    {
        if (call.StartsWith("text", StringComparison.Ordinal))
        {
            _ = _sessions.All.SendText(call);
        }
    }

    private void Receive(params byte[][] frames)
    {
        byte[] input = [.. frames.SelectMany(frame => frame)];
        _ = _publisher.Connection.Receive(input, out var consumed);
        Assert.Equal(input.Length, consumed);
    }
}
