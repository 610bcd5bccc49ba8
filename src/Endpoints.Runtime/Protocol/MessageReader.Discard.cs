namespace Endpoints.Protocol;

/// <summary>What comes when it has no meaning any more, but for the peer's close frame.</summary>
internal sealed partial class MessageReader
{
    private ReadResult Discard(Span<byte> input)
    {
        if (_mode == Mode.Swallowing)
        {
            return Discarded(input.Length);
        }

        int consumed = 0;
        while (true)
        {
            int skipped = (int)Math.Min(_frameRemaining, input.Length - consumed);
            consumed += skipped;
            _frameRemaining -= skipped;
            if (_frameRemaining > 0 || !FrameHeaderReader.TryRead(input[consumed..], out FrameHeader header))
            {
                return Discarded(consumed);
            }

            if (header.HasLengthTopBit)
            {
                _mode = Mode.Swallowing;
                return Discarded(input.Length);
            }

            if (header.Opcode == Opcode.Close && header.PayloadLength <= FrameHeader.MaxControlPayloadLength)
            {
                return ReadCloseLeniently(header, input, consumed);
            }

            consumed += header.HeaderLength;
            _frameRemaining = header.PayloadLength;
        }
    }

    /// <summary>No rule is enforced any more, so what a faulty close frame says counts as nothing said: 1005.</summary>
    private ReadResult ReadCloseLeniently(scoped in FrameHeader header, Span<byte> input, int start)
    {
        if (header.PayloadLength > input.Length - start - header.HeaderLength)
        {
            return Discarded(start);
        }

        Span<byte> payload = UnmaskInPlace(header, input, start);
        EndAtClose();
        int consumed = start + header.HeaderLength + payload.Length;
        bool isSound = ClosePayload.Read(payload, out int code, out _) == ProtocolRule.None;
        return new ReadResult(consumed, isSound ? payload : [], code);
    }

    private static ReadResult Discarded(int consumed) =>
        new(consumed == 0 ? ReadOutcome.NeedMore : ReadOutcome.Discarded, consumed);
}
