using Endpoints.Generated;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Messages that their handler reads while they arrive.</summary>
internal sealed partial class WebSocketConnection
{
    // The message that is arriving; null between messages. Its handler may run on when it is complete, and end before it is.
    private volatile MessageBody? _body;
    private volatile bool _bodyHandlerRunning;
    private Task _bodyHandler = Task.CompletedTask;

    private static BodyReader? CreateBodyReader(ISessionSink sink, ConnectionLimits limits, Protocol.Deflate.MessageInflater? inflater)
    {
        const HandlerKinds Bodies = HandlerKinds.TextBody | HandlerKinds.BinaryBody;
        return (sink.Handlers & Bodies) == 0
            ? null
            : new BodyReader(
                (sink.Handlers & HandlerKinds.TextBody) != 0, (sink.Handlers & HandlerKinds.BinaryBody) != 0, limits.Body, inflater);
    }

    /// <summary>A message begins: calls its handler, which reads what comes from here on.</summary>
    private void BeginBody(ReadOutcome outcome)
    {
        var body = new MessageBody(_transport.ResumeReceive);
        _body = body;
        _bodyHandlerRunning = true;
        Take(MessageBody.MostHeld);
        _bodyHandler = RunBodyHandlerAsync(
            body, outcome == ReadOutcome.TextBody ? _sink.TextBodyAsync(this, body) : _sink.BinaryBodyAsync(this, body));
        if (_state != WebSocketSessionState.Open)
        {
            // Closed by another thread, or by the handler, which did not see the body yet or does not look at it any more.
            FailBody();
        }
    }

    private void ContinueBody(in ReadResult piece)
    {
        // Null when the session began to close within this call: the rest is dropped.
        if (_body is not { } body)
        {
            return;
        }

        if (!piece.Payload.IsEmpty)
        {
            body.Write(piece.Payload);
        }

        if (piece.IsLast)
        {
            _body = null;
            body.Complete();
        }
    }

    private async Task RunBodyHandlerAsync(MessageBody body, ValueTask call)
    {
        await call.ConfigureAwait(false);
        body.Abandon();
        Return(MessageBody.MostHeld);
        _bodyHandlerRunning = false;
        _transport.ResumeReceive();
    }

    /// <summary>Whether a message handler is at work that has nothing to get: delivery waits for it.</summary>
    private bool IsBodyPaused() => _body is { } body ? body.IsFull : _bodyHandlerRunning;

    private void FailBody() => _body?.Fail(WebSocketClosedException.WithinMessage(_status));

    /// <summary>No message is delivered any more: whoever reads one, or waits for one, has to learn.</summary>
    /// <param name="lost">Cancelled, where the connection broke.</param>
    private void EndInput(CancellationToken lost)
    {
        FailBody();
        _sink.EndInput(lost);
    }
}
