using Endpoints.Connections.Memory;
using Endpoints.Generated;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>Message handlers of one session that run at the same time.</summary>
public class ParallelTests
{
    private static readonly byte[] Message = new byte[16 * 1024];

    [Theory]
    [InlineData(true, 1009)]
    [InlineData(false, 1013)]
    public void What_they_hold_together_is_bounded_by_the_budgets(bool isSessions, int code)
    {
        var host = new MemoryBudget(isSessions ? null : 64 * 1024);
        var peer = new ScriptedConnection(
            options => options.MaxSessionBufferedBytes = isSessions ? 64 * 1024 : null,
            memory: host,
            settings: new EndpointSettings { MaxConcurrency = 100 });
        var pending = new TaskCompletionSource();
        peer.Sink.BorrowsMemory = true;
        peer.Sink.OnCall = (_, call) => call.StartsWith("binary", StringComparison.Ordinal) ? new ValueTask(pending.Task) : default;

        for (var i = 0; i < 4; i++)
        {
            peer.Receive(FrameBuilder.Binary(Message));
        }

        Assert.Empty(peer.Transport.TakeFrames());
        Assert.Equal(64 * 1024, host.Used);

        peer.Receive(FrameBuilder.Binary(Message));

        Assert.Equal(code, Assert.Single(peer.Transport.TakeFrames()).CloseCode);
        Assert.Equal(4, peer.Sink.Calls.Count(call => call.StartsWith("binary", StringComparison.Ordinal)));
        Assert.Equal(64 * 1024, host.Used);
    }

    [Fact]
    public void One_message_is_always_taken()
    {
        var peer = new ScriptedConnection(memory: new MemoryBudget(0), settings: new EndpointSettings { MaxConcurrency = 100 });
        peer.Sink.BorrowsMemory = true;

        peer.Receive(FrameBuilder.Binary(Message), FrameBuilder.Binary(Message));

        Assert.Equal(3, peer.Sink.Calls.Count);
        Assert.Empty(peer.Transport.TakeFrames());
    }
}
