using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Receiving: frames in, calls to the sink out (RFC 6455 section 6.2).</summary>
internal sealed partial class WebSocketConnection
{
    private const byte PlainTrait = 0x40;
    private const byte GatheringTrait = 0x80;

    // What never changes, in one byte, for an idle session has few to spare: its HandlerKinds, and the two above.
    private readonly byte _traits;

    // A plain session has one only within a message that does not come whole, and when it is over.
    private MessageReader? _reader;
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
        FanOut.Begin();
        try
        {
            return ReceiveBatch(input, out consumed);
        }
        finally
        {
            FanOut.End();
        }
    }

    private ReceiveStatus ReceiveBatch(Span<byte> input, out int consumed)
    {
        consumed = 0;
        _notListening = false;
        Volatile.Write(ref _lastReceived, _shared.Time.GetTimestamp());

        // From here on, what handlers send is gathered. No lock is needed to say so: who does not see it yet only flushes early.
        _corked = true;
        try
        {
            ReceiveStatus status;
            do
            {
                if (IsPlain)
                {
                    consumed += DeliverWhole(input[consumed..]);
                }
            }
            while (!TryFinish(input, ref consumed, out status));
            return status;
        }
        finally
        {
            if (IsPlain && _reader is not null)
            {
                GiveReaderBack();
            }

            EndBatch();
        }
    }

    public override IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken = default) =>
        _sink.ReceiveAllAsync(cancellationToken);

    /// <summary>Delivers the messages at the front of the input that are there as a whole, as far as nothing is in their way.</summary>
    /// <returns>How many bytes they were.</returns>
    private int DeliverWhole(Span<byte> input)
    {
        var limits = _shared.Limits;
        var isServer = _shared.Role == EndpointRole.Server;
        var meter = _extras?.Meter;
        var start = 0;
        var messages = 0;
        long bytes = 0;
        while (_reader is null
            && _state == WebSocketSessionState.Open
            && !_handlerRunning
            && (meter is null || (start < input.Length && !MustWait(meter, input[start..])))
            && Volatile.Read(ref _queuedBytes) <= limits.SendHighWaterMark)
        {
            var rest = input[start..];
            var length = isServer
                ? WholeMessage.Read(rest, limits.Receive, out var opcode, out var payload, out var isValid)
                : WholeMessage.ReadUnmasked(rest, limits.Receive, out opcode, out payload, out isValid);
            if (length == 0)
            {
                break;
            }

            start += length;
            if (!isValid)
            {
                Discard();
                Fail(new ProtocolViolation(ProtocolRule.TextNotUtf8), MemoryUse.Message);
            }
            else if (opcode == Opcode.Text ? (Handlers & HandlerKinds.Text) == 0 : (Handlers & HandlerKinds.Binary) == 0)
            {
                Refuse(opcode);
            }
            else if (meter is null || TryTake(meter, payload.Length))
            {
                messages++;
                bytes += payload.Length;
                Deliver(opcode, payload);
            }
        }

        CountReceived(messages, bytes);
        return start;
    }

    private void Deliver(Opcode opcode, Span<byte> payload)
    {
        var isLarge = payload.Length >= SmallestLent;
        if (isLarge)
        {
            NoteLendable(payload);
        }

        var call = CallSink(opcode, new IncomingMessage(payload, this));
        if (isLarge)
        {
            ForgetLendable();
        }

        RunHandler(call);
    }

    private void DeliverRead(Opcode opcode, in ReadResult result)
    {
        var isLarge = result.IsAssembled && result.Payload.Length >= SmallestHandedOver;
        if (isLarge)
        {
            NoteAssembled(result.Payload.Length);
        }

        CountReceived(1, result.Payload.Length);
        var call = CallSink(opcode, new IncomingMessage(result.Payload, this));
        if (isLarge)
        {
            ForgetAssembled(isRead: !call.IsCompleted);
        }

        RunHandler(call);
    }

    /// <summary>Acts on one event of any kind; true when nothing more is to do, with what the door does next.</summary>
    private bool TryFinish(Span<byte> input, ref int consumed, out ReceiveStatus status)
    {
        if (_closeComplete || _transportClosed)
        {
            consumed = input.Length;
            status = ReceiveStatus.Closed;
            return true;
        }

        if (_state != WebSocketSessionState.Open && !_discarding)
        {
            // We sent a close frame: of what follows only the peer's own counts (section 7.1.2, step 2).
            Discard();
        }

        if ((_handlerRunning || (BodyHandlerRunning && Body is null)) && !_discarding && (Handlers & (HandlerKinds.Ping | HandlerKinds.Pong)) != 0)
        {
            // Its ping and pong handlers take their turn, so control frames must wait, too.
            _notListening = true;
            status = ReceiveStatus.Paused;
            return true;
        }

        status = ReceiveStatus.NeedMore;
        if (consumed == input.Length && _reader is null)
        {
            return true;
        }

        if (_extras?.Meter is { } meter && !_discarding && consumed < input.Length && MustWait(meter, input[consumed..]))
        {
            _notListening = true;
            status = ReceiveStatus.Paused;
            return true;
        }

        var result = Reader.Read(input[consumed..], controlOnly: IsDeliveryPaused());
        consumed += result.Consumed;
        switch (result.Outcome)
        {
            case ReadOutcome.NeedMore or ReadOutcome.Discarded:
                return true;
            case ReadOutcome.DataPending:
                _notListening = true;
                status = ReceiveStatus.Paused;
                return true;
            default:
                Handle(in result);
                return false;
        }
    }

    private HandlerKinds Handlers => (HandlerKinds)(_traits & ~(PlainTrait | GatheringTrait));

    /// <summary>Without compression, without bodies, without parallel handlers.</summary>
    private bool IsPlain => (_traits & PlainTrait) != 0;

    /// <summary>Whether the transport has memory of its own for output, and frames go there as they are.</summary>
    private bool Gathers => (_traits & GatheringTrait) != 0;

    private MessageReader Reader => _reader ??= SpareReader.Take(_shared.Role, _shared.Limits.Receive, this, _transport.OutputPool);

    /// <summary>Lets the reader go where nothing of the peer's is in it.</summary>
    private void GiveReaderBack()
    {
        if (!_handlerRunning)
        {
            _reader!.ReleaseMessage();
        }

        if (_reader!.IsUnused)
        {
            SpareReader.GiveBack(_reader);
            _reader = null;
        }
    }

    /// <summary>From here on only a close frame counts.</summary>
    private void Discard()
    {
        _discarding = true;
        Reader.BeginDiscard();
    }

    private bool Takes(ReadOutcome message) =>
        (Handlers & (message == ReadOutcome.Text ? HandlerKinds.Text : HandlerKinds.Binary)) != 0;

    /// <summary>Closes the session for what its peer did.</summary>
    /// <param name="violation">What it did.</param>
    /// <param name="use">What memory was asked for, where that is what there was not enough of.</param>
    private void Fail(ProtocolViolation violation, MemoryUse use)
    {
        var rule = TagName.Of(violation.Rule);
        Log.PeerViolation(_shared.Logger, Id, violation.Description, violation.Section, violation.CloseCode);
        CountMemoryRefusal(violation.Rule, use);
        _shared.Metrics?.Violation(rule);
        BeginClose(new CloseStatus(violation.CloseCode, violation.Description), rule);
    }

    private void Refuse(Opcode opcode) =>
        BeginClose(CloseStatus.UnsupportedData.WithReason($"This endpoint takes no {(opcode == Opcode.Text ? "text" : "binary")} messages."));

    private void Handle(in ReadResult result)
    {
        if (_extras?.Meter is { } meter && !TryTake(meter, in result))
        {
            return;
        }

        switch (result.Outcome)
        {
            case ReadOutcome.Text or ReadOutcome.Binary when _extras?.Parallel is { } parallel && Takes(result.Outcome):
                DeliverInParallel(parallel, in result);
                break;
            case ReadOutcome.Text when Takes(ReadOutcome.Text):
                DeliverRead(Opcode.Text, in result);
                break;
            case ReadOutcome.Binary when Takes(ReadOutcome.Binary):
                DeliverRead(Opcode.Binary, in result);
                break;
            case ReadOutcome.Text or ReadOutcome.Binary:
                Refuse(result.Outcome == ReadOutcome.Text ? Opcode.Text : Opcode.Binary);
                break;
            case ReadOutcome.TextBody or ReadOutcome.BinaryBody:
                BeginBody(result.Outcome);
                break;
            case ReadOutcome.BodyPiece:
                ContinueBody(in result);
                break;
            case ReadOutcome.Ping:
                SendPong(result.Payload);
                if ((Handlers & HandlerKinds.Ping) != 0)
                {
                    RunHandler(CallControl(isPing: true, result.Payload));
                }

                break;
            case ReadOutcome.Pong:
                NotePong();
                if ((Handlers & HandlerKinds.Pong) != 0)
                {
                    RunHandler(CallControl(isPing: false, result.Payload));
                }

                break;
            case ReadOutcome.Close:
                PeerClosed(in result);
                break;
            case ReadOutcome.Violation:
                _discarding = true;
                Fail(result.Violation, MemoryUse.Message);

                // A faulty close frame is still the peer's last: there is no other to wait for.
                _closeComplete = Reader.IsCloseReceived;
                break;
        }
    }
}
