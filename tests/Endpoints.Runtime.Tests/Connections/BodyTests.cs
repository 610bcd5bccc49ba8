using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Generated;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>Messages that are read while they arrive.</summary>
public class BodyTests
{
    private const HandlerKinds Handlers = HandlerKinds.BinaryBody | HandlerKinds.Text;

    [Fact]
    public void A_handler_that_completes_its_reader_with_an_exception_only_reads_no_more()
    {
        var scripted = new ScriptedConnection(handlers: Handlers);
        scripted.Sink.OnBody = static (_, body) =>
        {
            body.Reader.Complete(new InvalidOperationException("Enough."));
            return default;
        };

        scripted.Receive(FrameBuilder.Frame(Opcode.Binary, [1], fin: false), FrameBuilder.Continuation([2]), FrameBuilder.Text("next"));

        Assert.Equal(["open", "binary body", "text next"], scripted.Sink.Calls);
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
    }

    [Fact]
    public async Task It_may_do_so_while_the_peer_waits_for_room()
    {
        var scripted = new ScriptedConnection(handlers: Handlers);
        var full = new TaskCompletionSource();
        scripted.Sink.OnBody = async (_, body) =>
        {
            await full.Task;
            body.Reader.Complete(new InvalidOperationException("Enough."));
        };
        scripted.Receive(FrameBuilder.Frame(Opcode.Binary, new byte[70_000], fin: false));
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(FrameBuilder.Continuation([2]), FrameBuilder.Text("next")));

        full.SetResult();
        do
        {
            await scripted.Transport.WhenResumedAsync();
        }
        while (scripted.Receive() == ReceiveStatus.Paused);

        Assert.Equal(["open", "binary body", "text next"], scripted.Sink.Calls);
    }

    [Fact]
    public void A_host_without_room_takes_no_further_message_that_is_read_while_it_arrives()
    {
        var host = new MemoryBudget(2 * MessageBody.MostHeld);
        ScriptedConnection[] peers = [.. Enumerable.Range(0, 3).Select(_ => new ScriptedConnection(memory: host, handlers: Handlers))];
        var pending = new TaskCompletionSource();
        foreach (var peer in peers)
        {
            peer.Sink.OnBody = (_, _) => new ValueTask(pending.Task);
            peer.Receive(FrameBuilder.Frame(Opcode.Binary, [1], fin: false));
        }

        Assert.Empty(peers[0].Transport.TakeFrames());
        Assert.Empty(peers[1].Transport.TakeFrames());
        Assert.Equal(1013, Assert.Single(peers[2].Transport.TakeFrames()).CloseCode);
        Assert.Equal(["open"], peers[2].Sink.Calls);
        Assert.Equal(2 * MessageBody.MostHeld, host.Used);
        peers[2].Connection.TransportClosed();
        Assert.Equal(2 * MessageBody.MostHeld, host.Used);
    }
}
