using Endpoints.Connections.Memory;
using Endpoints.Generated;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Handlers that run beside each other: those that take messages as a sequence, and those of a parallel endpoint.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>
    /// The open handler, and behind it those that take a sequence, which are not waited for. They do not run in a session that is
    /// over before it has opened.
    /// </summary>
    private async ValueTask OpenWithStreamsAsync()
    {
        await _sink.OpenedAsync(this);
        if (_state == WebSocketSessionState.Open)
        {
            Extras.Streams = _sink.StreamAsync(this).AsTask();
        }
    }

    private void DeliverInParallel(ParallelHandlers handlers, in ReadResult result)
    {
        // One is always taken, as where they come one after the other; those beside it only where there is memory for their copies.
        var full = handlers.IsIdle ? ProtocolRule.None : CheckRoom(result.Payload.Length);
        if (full != ProtocolRule.None)
        {
            Fail(new ProtocolViolation(full), MemoryUse.Message);
            return;
        }

        var payload = handlers.Rent();
        var message = new IncomingMessage(result.Payload, payload);
        CountReceived(1, result.Payload.Length);
        handlers.Run(payload, CallSink(result.Outcome == ReadOutcome.Text ? Opcode.Text : Opcode.Binary, message));
    }

    private ProtocolRule CheckRoom(int bytes)
    {
        using (_gate.Hold())
        {
            return CheckMemory(bytes);
        }
    }

    private void Hold(int bytes)
    {
        if (bytes > 0)
        {
            Take(bytes);
        }
        else
        {
            Return(-bytes);
        }
    }
}
