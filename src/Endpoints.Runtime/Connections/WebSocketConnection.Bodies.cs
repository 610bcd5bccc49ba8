using Endpoints.Connections.Memory;
using Endpoints.Generated;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Messages that their handler reads while they arrive.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>The message that is arriving; null between messages. Its handler may run on when it is complete, and end before it is.</summary>
    private MessageBody? Body => _extras?.Body;

    private bool BodyHandlerRunning => _extras is { BodyHandlerRunning: true };

    private static BodyReader? CreateBodyReader(HandlerKinds handlers, ConnectionLimits limits, Protocol.Deflate.MessageInflater? inflater)
    {
        const HandlerKinds Bodies = HandlerKinds.TextBody | HandlerKinds.BinaryBody;
        return (handlers & Bodies) == 0
            ? null
            : new BodyReader(
                (handlers & HandlerKinds.TextBody) != 0, (handlers & HandlerKinds.BinaryBody) != 0, limits.Body, inflater);
    }

    /// <summary>A message begins: calls its handler, which reads what comes from here on.</summary>
    private void BeginBody(ReadOutcome outcome)
    {
        var full = TakeBody();
        if (full != ProtocolRule.None)
        {
            Fail(new ProtocolViolation(full), MemoryUse.Message);
            return;
        }

        CountReceived(1, 0);
        var body = new MessageBody(_transport.ResumeReceive);
        Extras.Body = body;
        Extras.BodyHandlerRunning = true;
        Extras.BodyHandler = RunBodyHandlerAsync(body, CallBody(outcome == ReadOutcome.TextBody, body));
        if (_state != WebSocketSessionState.Open)
        {
            // Closed by another thread, or by the handler, which did not see the body yet or does not look at it any more.
            FailBody();
        }
    }

    /// <summary>
    /// Counts what a body may hold. The session has one at most, whatever its own budget is; what all sessions hold so is refused beyond
    /// the host's.
    /// </summary>
    private ProtocolRule TakeBody()
    {
        using (_gate.Hold())
        {
            var full = _memory.CheckHost(MessageBody.MostHeld, _shared.Memory);
            if (full == ProtocolRule.None)
            {
                _memory.Take(MessageBody.MostHeld, _shared.Memory);
            }

            return full;
        }
    }

    private void ContinueBody(in ReadResult piece)
    {
        // Null when the session began to close within this call: the rest is dropped.
        if (Body is not { } body)
        {
            return;
        }

        if (!piece.Payload.IsEmpty)
        {
            CountReceived(0, piece.Payload.Length);
            body.Write(piece.Payload);
        }

        if (piece.IsLast)
        {
            Extras.Body = null;
            body.Complete();
        }
    }

    private async Task RunBodyHandlerAsync(MessageBody body, ValueTask call)
    {
        await call;
        body.Abandon();
        Return(MessageBody.MostHeld);
        Extras.BodyHandlerRunning = false;
        NoteHandlerDone();
        _transport.ResumeReceive();
    }

    /// <summary>Whether a message handler is at work that has nothing to get: delivery waits for it.</summary>
    private bool IsBodyPaused() => Body is { } body ? body.IsFull : BodyHandlerRunning;

    private void FailBody() => Body?.Fail(WebSocketClosedException.WithinMessage(Status));

    /// <summary>No message is delivered any more: whoever reads one, or waits for one, has to learn.</summary>
    /// <param name="lost">Cancelled, where the connection broke.</param>
    private void EndInput(CancellationToken lost)
    {
        FailBody();
        _sink.EndInput(lost);
    }
}
