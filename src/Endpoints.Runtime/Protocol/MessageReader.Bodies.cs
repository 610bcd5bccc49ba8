namespace Endpoints.Protocol;

/// <summary>Messages that are delivered piece by piece rather than assembled.</summary>
internal sealed partial class MessageReader
{
    private readonly BodyReader? _bodies = bodies;

    /// <summary>Whether the message in progress is delivered piece by piece, or the one that an opcode begins is going to be.</summary>
    private bool IsBody(Opcode opcode) =>
        _bodies is not null && (opcode == Opcode.Continuation ? _bodies.IsOpen : _bodies.Takes(opcode));

    /// <summary>Whether a piece can be delivered without further input, or the end of the message.</summary>
    private bool HasPendingPiece => _isInFrame && _bodies is { IsOpen: true } && (_frameRemaining == 0 || _bodies.HasPending);

    private ReadResult BeginBody(scoped in FrameHeader header, int consumed)
    {
        _bodies!.Begin(header.Opcode);
        return new ReadResult(header.Opcode == Opcode.Text ? ReadOutcome.TextBody : ReadOutcome.BinaryBody, consumed);
    }

    /// <summary>Delivers what is there of the current frame.</summary>
    /// <param name="input">The whole input.</param>
    /// <param name="consumed">How much of it was consumed before.</param>
    /// <param name="result">The event.</param>
    /// <returns>False when the frame has ended and brought none: the next frame's head follows.</returns>
    private bool TryReadBody(Span<byte> input, scoped ref int consumed, out ReadResult result) =>
        _isCompressed ? TryReadCompressedBody(input, ref consumed, out result) : TryReadPlainBody(input, ref consumed, out result);

    private bool TryReadPlainBody(Span<byte> input, scoped ref int consumed, out ReadResult result)
    {
        Span<byte> piece = input.Slice(consumed, (int)Math.Min(_frameRemaining, input.Length - consumed));
        consumed += piece.Length;
        _frameRemaining -= piece.Length;
        Unmask(piece);
        ProtocolRule broken = _bodies!.Append(piece);
        bool isLast = _frameRemaining == 0 && _frame.Fin;
        if (broken == ProtocolRule.None && isLast)
        {
            broken = _bodies.Complete(isCompressed: false);
        }

        if (broken != ProtocolRule.None)
        {
            result = Fail(broken, consumed);
            return true;
        }

        _isInFrame = _frameRemaining > 0;
        if (isLast)
        {
            _messageOpcode = Opcode.Continuation;
        }

        bool isEmpty = piece.IsEmpty && !isLast;
        result = isEmpty ? new ReadResult(ReadOutcome.NeedMore, consumed) : new ReadResult(consumed, piece, isLast);
        return !isEmpty || _isInFrame;
    }

    private bool TryReadCompressedBody(Span<byte> input, scoped ref int consumed, out ReadResult result)
    {
        while (true)
        {
            if (_bodies!.HasPending)
            {
                ProtocolRule broken = _bodies.Inflate(out ReadOnlySpan<byte> piece);
                if (broken != ProtocolRule.None || !piece.IsEmpty)
                {
                    result = broken != ProtocolRule.None ? Fail(broken, consumed) : new ReadResult(consumed, piece, isLast: false);
                    return true;
                }
            }
            else if (_frameRemaining > 0)
            {
                Span<byte> rest = input[consumed..];
                if (rest.IsEmpty)
                {
                    result = new ReadResult(ReadOutcome.NeedMore, consumed);
                    return true;
                }

                int taken = (int)Math.Min(_frameRemaining, Math.Min(rest.Length, BodyReader.CompressedPieceSize));
                Unmask(_bodies.TakeCompressed(rest[..taken]));
                consumed += taken;
                _frameRemaining -= taken;
            }
            else if (!_frame.Fin)
            {
                _isInFrame = false;
                result = default;
                return false;
            }
            else if (!_bodies.TryTakeTail())
            {
                ProtocolRule broken = _bodies.Complete(isCompressed: true);
                if (broken == ProtocolRule.None)
                {
                    _isInFrame = false;
                    _messageOpcode = Opcode.Continuation;
                }

                result = broken != ProtocolRule.None ? Fail(broken, consumed) : new ReadResult(consumed, [], isLast: true);
                return true;
            }
        }
    }

    private void Unmask(Span<byte> piece)
    {
        if (_frame.IsMasked)
        {
            _maskPhase = FrameMask.Apply(piece, _frame.MaskKey, _maskPhase);
        }
    }
}
