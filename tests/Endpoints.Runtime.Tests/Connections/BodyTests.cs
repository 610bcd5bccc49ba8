using Endpoints.Connections;
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
}
