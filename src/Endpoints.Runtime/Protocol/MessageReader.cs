using System.Buffers;
using System.Diagnostics;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Protocol;

/// <summary>
/// Turns the bytes of one peer into messages and control frames (RFC 6455 section 5). It does no input or output: whoever has bytes
/// calls <see cref="Read"/>, acts on the one event that it returns, and calls again with the rest.
/// </summary>
/// <remarks>
/// A message in one frame that is there as a whole is delivered in place and costs neither a copy nor an allocation. All others are
/// assembled in a pooled array, which exists only from a message's first bytes until it is released. Not thread-safe.
/// </remarks>
/// <param name="role">Which end reads.</param>
/// <param name="limits">What the peer may send at most.</param>
/// <param name="inflater">Decompresses messages; <see langword="null"/> unless permessage-deflate was agreed on.</param>
/// <param name="ledger">Is asked before the array of a message grows; <see langword="null"/> where nobody counts.</param>
/// <param name="bodies">Messages to deliver piece by piece; <see langword="null"/> for none.</param>
/// <param name="pool">Lends the arrays of messages; <see langword="null"/> for the shared pool.</param>
internal sealed partial class MessageReader(
    EndpointRole role,
    ReceiveLimits limits,
    MessageInflater? inflater = null,
    IMemoryLedger? ledger = null,
    BodyReader? bodies = null,
    ArrayPool<byte>? pool = null) : IDisposable
{
    private enum Mode
    {
        /// <summary>Events are read and rules enforced.</summary>
        Reading,

        /// <summary>Frames are stepped over, by their heads and without rules, up to the peer's close frame.</summary>
        Skipping,

        /// <summary>Nothing that comes has a meaning any more.</summary>
        Swallowing,
    }

    private EndpointRole _role = role;
    private ReceiveLimits _limits = limits;
    private readonly MessageInflater? _inflater = inflater;
    private Mode _mode;

    // The data frame whose payload is being consumed; while skipping, the frame that is stepped over.
    private FrameHeader _frame;
    private long _frameRemaining;
    private int _maskPhase;
    private bool _isInFrame;

    // The message that is being assembled. Its opcode stays Continuation while there is none.
    private Opcode _messageOpcode;
    private MessageBuffer _buffer = new(ledger, pool);
    private Utf8Validator _utf8;
    private bool _isCompressed;
    private bool _isDelivered;

    /// <summary>Whether no message is in progress, neither being assembled nor lent out.</summary>
    public bool IsIdle => _messageOpcode == Opcode.Continuation && !_isDelivered;

    /// <summary>Whether what comes next is payload of a data frame, and no head.</summary>
    public bool IsInFrame => _isInFrame;

    /// <summary>Whether the peer has sent its close frame, be it a faulty one. There is then no other to wait for.</summary>
    public bool IsCloseReceived { get; private set; }

    /// <summary>Memory that this reader holds now, in bytes: the capacity of its arrays, or 0.</summary>
    public int BufferedBytes => (_buffer.Array?.Length ?? 0) + (_bodies?.BufferedBytes ?? 0);

    /// <summary>Finds the next event at the front of the input and consumes it.</summary>
    /// <param name="input">
    /// What the peer has sent and was not consumed before. It is written to: payloads are unmasked where they stand. What is not
    /// consumed is left as it was; it is never more than an incomplete head or an incomplete control frame, at most 138 bytes.
    /// </param>
    /// <param name="controlOnly">
    /// A handler still works on a message: take control frames at the very front and nothing else. A message that was delivered
    /// assembled stays lent meanwhile; any other call takes it back.
    /// </param>
    public ReadResult Read(Span<byte> input, bool controlOnly = false)
    {
        if (!controlOnly)
        {
            ReleaseMessage();
        }

        return _mode == Mode.Reading ? ReadEvent(input, controlOnly) : Discard(input);
    }

    /// <summary>
    /// Gives the array of a delivered message back to the pool. Worth a call when the handler is done and no input is at hand;
    /// otherwise <see cref="Read"/> does it.
    /// </summary>
    public void ReleaseMessage()
    {
        if (_isDelivered)
        {
            _isDelivered = false;
            _buffer.Release();
        }
    }

    /// <summary>
    /// From here on only the peer's close frame is of interest; what comes before it is skipped, for this end has sent its own. A
    /// message that was delivered stays lent, one that is being assembled is dropped.
    /// </summary>
    public void BeginDiscard()
    {
        DropMessage();
        if (_mode == Mode.Reading)
        {
            _mode = Mode.Skipping;
        }
    }

    /// <summary>Gives all memory back, lent messages too, so no handler may be at work. Input is swallowed from here on.</summary>
    public void Dispose()
    {
        ReleaseMessage();
        DropMessage();
        _mode = Mode.Swallowing;
    }

    private ReadResult ReadEvent(Span<byte> input, bool controlOnly)
    {
        int consumed = 0;
        while (true)
        {
            Span<byte> rest = input[consumed..];
            if (controlOnly && (HasPendingPiece || (!rest.IsEmpty && (_isInFrame || !FrameHeader.PeekOpcode(rest[0]).IsControl))))
            {
                return new ReadResult(ReadOutcome.DataPending, 0);
            }

            if (_isInFrame && _bodies is { IsOpen: true })
            {
                if (TryReadBody(input, ref consumed, out ReadResult piece))
                {
                    return piece;
                }

                continue;
            }

            if (_isInFrame)
            {
                int taken = (int)Math.Min(_frameRemaining, rest.Length);
                consumed += taken;
                ProtocolRule broken = AppendPayload(rest[..taken]);
                if (broken != ProtocolRule.None)
                {
                    return Fail(broken, consumed);
                }

                if (_isInFrame)
                {
                    return new ReadResult(ReadOutcome.NeedMore, consumed);
                }

                if (_frame.Fin)
                {
                    return CompleteMessage(consumed);
                }

                continue;
            }

            if (!FrameHeaderReader.TryRead(rest, out FrameHeader header))
            {
                return new ReadResult(ReadOutcome.NeedMore, consumed);
            }

            ProtocolRule rule = CheckHeader(header);
            if (rule != ProtocolRule.None)
            {
                return FailAtHeader(rule, header, consumed + header.HeaderLength);
            }

            bool isWhole = header.PayloadLength <= rest.Length - header.HeaderLength;
            if (header.Opcode.IsControl)
            {
                return isWhole ? ReadControlFrame(header, input, consumed) : new ReadResult(ReadOutcome.NeedMore, consumed);
            }

            if (header.Opcode != Opcode.Continuation && IsBody(header.Opcode))
            {
                consumed += header.HeaderLength;
                EnterFrame(header);
                return BeginBody(header, consumed);
            }

            if (isWhole && header.Fin && header.Opcode != Opcode.Continuation && header.ReservedBits == ReservedBits.None)
            {
                return ReadMessageInPlace(header, input, consumed);
            }

            consumed += header.HeaderLength;
            EnterFrame(header);
        }
    }

    private ProtocolRule CheckHeader(in FrameHeader header)
    {
        bool isMessageOpen = _messageOpcode != Opcode.Continuation;
        ReservedBits allowed = _inflater is null ? ReservedBits.None : ReservedBits.Rsv1;
        ProtocolRule rule = ProtocolRules.CheckHeader(header, _role, isMessageOpen, allowed);
        if (rule != ProtocolRule.None || header.Opcode.IsControl)
        {
            return rule;
        }

        bool isCompressed = isMessageOpen ? _isCompressed : header.ReservedBits != ReservedBits.None;
        Opcode kind = isMessageOpen ? _messageOpcode : header.Opcode;
        if (IsBody(header.Opcode))
        {
            return _bodies!.CheckFrame(header.PayloadLength, kind, isCompressed);
        }

        return isCompressed
            ? ProtocolRules.CheckCompressedSize(header.PayloadLength, kind, _limits)
            : ProtocolRules.CheckSize(header.PayloadLength, kind, isMessageOpen ? _buffer.Length : 0, _limits);
    }

    private ReadResult ReadMessageInPlace(scoped in FrameHeader header, Span<byte> input, int start)
    {
        Span<byte> payload = UnmaskInPlace(header, input, start);
        int consumed = start + header.HeaderLength + payload.Length;
        if (header.Opcode == Opcode.Binary)
        {
            return new ReadResult(ReadOutcome.Binary, consumed, payload);
        }

        return Utf8Validator.IsValid(payload)
            ? new ReadResult(ReadOutcome.Text, consumed, payload)
            : Fail(ProtocolRule.TextNotUtf8, consumed);
    }

    private ReadResult ReadControlFrame(scoped in FrameHeader header, Span<byte> input, int start)
    {
        Span<byte> payload = UnmaskInPlace(header, input, start);
        int consumed = start + header.HeaderLength + payload.Length;
        switch (header.Opcode)
        {
            case Opcode.Ping:
                return new ReadResult(ReadOutcome.Ping, consumed, payload);
            case Opcode.Pong:
                return new ReadResult(ReadOutcome.Pong, consumed, payload);
            default:
                EndAtClose();
                ProtocolRule rule = ClosePayload.Read(payload, out int code, out _);
                return rule == ProtocolRule.None ? new ReadResult(consumed, payload, code) : new ReadResult(consumed, rule);
        }
    }

    private static Span<byte> UnmaskInPlace(scoped in FrameHeader header, Span<byte> input, int start)
    {
        Span<byte> payload = input.Slice(start + header.HeaderLength, (int)header.PayloadLength);
        if (header.IsMasked)
        {
            FrameMask.Apply(payload, header.MaskKey, phase: 0);
        }

        return payload;
    }

    private void EnterFrame(in FrameHeader header)
    {
        if (header.Opcode != Opcode.Continuation)
        {
            Debug.Assert(!_isDelivered, "A delivered message is taken back before the next one starts.");
            Debug.Assert(_utf8.IsComplete, "A text that ended within a code point was the last message that was read.");
            _messageOpcode = header.Opcode;
            _isCompressed = header.ReservedBits != ReservedBits.None;
        }

        _frame = header;
        _frameRemaining = header.PayloadLength;
        _maskPhase = 0;
        _isInFrame = true;
    }

    private ProtocolRule AppendPayload(Span<byte> chunk)
    {
        long finalLength = _frame.Fin ? _buffer.Length + _frameRemaining : _limits.MaxSizeOf(_messageOpcode);
        _frameRemaining -= chunk.Length;
        _isInFrame = _frameRemaining > 0;
        if (chunk.IsEmpty)
        {
            return ProtocolRule.None;
        }

        if (_isCompressed)
        {
            if (_frame.IsMasked)
            {
                _maskPhase = FrameMask.Apply(chunk, _frame.MaskKey, _maskPhase);
            }

            return _inflater!.Append(chunk, _limits.MaxSizeOf(_messageOpcode), ref _buffer, ref _utf8, _messageOpcode == Opcode.Text);
        }

        ProtocolRule full = _buffer.Append(chunk, finalLength, out Span<byte> payload);
        if (full != ProtocolRule.None)
        {
            return full;
        }

        if (_frame.IsMasked)
        {
            _maskPhase = FrameMask.Apply(payload, _frame.MaskKey, _maskPhase);
        }

        return _messageOpcode == Opcode.Text && !_utf8.TryAppend(payload) ? ProtocolRule.TextNotUtf8 : ProtocolRule.None;
    }

    private ReadResult CompleteMessage(int consumed)
    {
        bool isText = _messageOpcode == Opcode.Text;
        if (_isCompressed)
        {
            ProtocolRule broken = _inflater!.Complete(_limits.MaxSizeOf(_messageOpcode), ref _buffer, ref _utf8, isText);
            if (broken != ProtocolRule.None)
            {
                return Fail(broken, consumed);
            }
        }

        if (isText && !_utf8.IsComplete)
        {
            return Fail(ProtocolRule.TextNotUtf8, consumed);
        }

        _messageOpcode = Opcode.Continuation;
        _isDelivered = _buffer.Array is not null;
        return new ReadResult(isText ? ReadOutcome.Text : ReadOutcome.Binary, consumed, _buffer.Written, _buffer.Array);
    }

    private ReadResult FailAtHeader(ProtocolRule rule, scoped in FrameHeader header, int consumed)
    {
        _frameRemaining = header.PayloadLength;
        ReadResult result = Fail(rule, consumed);
        if (header.Opcode == Opcode.Close)
        {
            EndAtClose();
        }
        else if (header.HasLengthTopBit)
        {
            _mode = Mode.Swallowing;
        }

        return result;
    }

    private ReadResult Fail(ProtocolRule rule, int consumed)
    {
        BeginDiscard();
        return new ReadResult(consumed, rule);
    }

    private void EndAtClose()
    {
        DropMessage();
        IsCloseReceived = true;
        _mode = Mode.Swallowing;
    }

    /// <summary>Forgets a message that was not delivered yet.</summary>
    private void DropMessage()
    {
        _messageOpcode = Opcode.Continuation;
        _isInFrame = false;
        if (!_isDelivered)
        {
            _buffer.Release();
        }

        _bodies?.Close();

        // Every message that is dropped is the last one: what follows is discarded.
        _inflater?.Release();
    }
}
