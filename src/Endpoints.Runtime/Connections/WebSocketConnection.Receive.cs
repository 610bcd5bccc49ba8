using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Receiving: frames in, calls to the sink out (RFC 6455 section 6.2).</summary>
internal sealed partial class WebSocketConnection
{
    private readonly MessageReader _reader;
    private bool _discarding;
    private volatile bool _notListening;

    /// <summary>
    /// Takes what the peer sent. Complete messages are delivered before the call returns, and what they make the session send
    /// leaves in one batch after it.
    /// </summary>
    /// <param name="input">The bytes not consumed so far. Written to: payloads are unmasked in place.</param>
    /// <param name="consumed">How many bytes the door may drop from the front.</param>
    public ReceiveStatus Receive(Span<byte> input, out int consumed)
    {
        consumed = 0;
        _notListening = false;
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        BeginBatch();
        try
        {
            while (true)
            {
                if (_closeComplete || _transportClosed)
                {
                    consumed = input.Length;
                    return ReceiveStatus.Closed;
                }

                if (_state != WebSocketSessionState.Open && !_discarding)
                {
                    // We sent a close frame: of what follows only the peer's own counts (section 7.1.2, step 2).
                    _discarding = true;
                    _reader.BeginDiscard();
                }

                if ((_handlerRunning || (_bodyHandlerRunning && _body is null)) && !_discarding && (_sink.Handlers & (HandlerKinds.Ping | HandlerKinds.Pong)) != 0)
                {
                    // Its ping and pong handlers take their turn, so control frames must wait, too.
                    _notListening = true;
                    return ReceiveStatus.Paused;
                }

                var result = _reader.Read(input[consumed..], controlOnly: IsDeliveryPaused());
                consumed += result.Consumed;
                switch (result.Outcome)
                {
                    case ReadOutcome.NeedMore or ReadOutcome.Discarded:
                        return ReceiveStatus.NeedMore;
                    case ReadOutcome.DataPending:
                        _notListening = true;
                        return ReceiveStatus.Paused;
                    default:
                        Handle(in result);
                        break;
                }
            }
        }
        finally
        {
            EndBatch();
        }
    }

    private bool Takes(ReadOutcome message) =>
        (_sink.Handlers & (message == ReadOutcome.Text ? HandlerKinds.Text : HandlerKinds.Binary)) != 0;

    /// <summary>Closes the session for what its peer did.</summary>
    /// <param name="violation">What it did.</param>
    /// <param name="use">What memory was asked for, where that is what there was not enough of.</param>
    private void Fail(ProtocolViolation violation, MemoryUse use)
    {
        var rule = TagName.Of(violation.Rule);
        Log.PeerViolation(_logger, Id, violation.Description, violation.Section, violation.CloseCode);
        CountMemoryRefusal(violation.Rule, use);
        _metrics?.Violation(rule);
        BeginClose(new CloseStatus(violation.CloseCode, violation.Description), rule);
    }

    private void Handle(in ReadResult result)
    {
        switch (result.Outcome)
        {
            case ReadOutcome.Text or ReadOutcome.Binary when _parallel is not null && Takes(result.Outcome):
                DeliverInParallel(_parallel, in result);
                break;
            case ReadOutcome.Text when Takes(ReadOutcome.Text):
                _assembled = result.Memory;
                RunHandler(_sink.TextAsync(this, new IncomingMessage(result.Payload, this)));
                break;
            case ReadOutcome.Binary when Takes(ReadOutcome.Binary):
                _assembled = result.Memory;
                RunHandler(_sink.BinaryAsync(this, new IncomingMessage(result.Payload, this)));
                break;
            case ReadOutcome.Text or ReadOutcome.Binary:
                BeginClose(CloseStatus.UnsupportedData.WithReason($"This endpoint takes no {result.Outcome.ToString().ToLowerInvariant()} messages."));
                break;
            case ReadOutcome.TextBody or ReadOutcome.BinaryBody:
                BeginBody(result.Outcome);
                break;
            case ReadOutcome.BodyPiece:
                ContinueBody(in result);
                break;
            case ReadOutcome.Ping:
                SendPong(result.Payload);
                if ((_sink.Handlers & HandlerKinds.Ping) != 0)
                {
                    RunHandler(_sink.PingAsync(this, new IncomingMessage(result.Payload, this)));
                }

                break;
            case ReadOutcome.Pong when (_sink.Handlers & HandlerKinds.Pong) != 0:
                RunHandler(_sink.PongAsync(this, new IncomingMessage(result.Payload, this)));
                break;
            case ReadOutcome.Close:
                PeerClosed(in result);
                break;
            case ReadOutcome.Violation:
                _discarding = true;
                Fail(result.Violation, MemoryUse.Message);

                // A faulty close frame is still the peer's last: there is no other to wait for.
                _closeComplete = _reader.IsCloseReceived;
                break;
        }
    }
}
