namespace Endpoints.Protocol.Deflate;

/// <summary>
/// Decompresses the messages that one end receives, as their bytes come in (RFC 7692 section 7.2.2). Not thread-safe.
/// </summary>
/// <param name="pool">Where contexts come from.</param>
/// <param name="windowBits">The window that was agreed on.</param>
/// <param name="contextTakeover">Whether a message may refer to those before it.</param>
/// <param name="ledger">Is asked for a context; <see langword="null"/> where nobody counts.</param>
internal sealed class MessageInflater(DeflateContextPool pool, int windowBits, bool contextTakeover, IMemoryLedger? ledger = null)
{
    private Inflater? _inflater;

    // Whether a block begins with the next byte, and none has come: after the tail, after a final block, and at first.
    private bool _isAtBlockStart = true;

    /// <summary>What the sender cut off: the rest of an empty block without compression (section 7.2.2 step 1).</summary>
    public static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>An empty block without compression that says that it is the last: a stream may end here.</summary>
    private static ReadOnlySpan<byte> FinalBlock => [0x01, 0x00, 0x00, 0xFF, 0xFF];

    /// <summary>Whether the message, whose last frame has ended, goes on with the <see cref="Tail"/>.</summary>
    /// <remarks>
    /// A message without a byte stands for an empty one: zlib writes nothing when it flushes twice, and such a sender's next message
    /// would be misread if the tail went into the window alone. The same behind a final block.
    /// </remarks>
    public bool NeedsTail => !_isAtBlockStart;

    /// <summary>Decompresses as much as there is room for.</summary>
    /// <param name="compressed">Payload of the message's frames, unmasked.</param>
    /// <param name="room">Takes the bytes.</param>
    /// <param name="consumed">How many compressed bytes are done with.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <param name="mayHaveMore">Whether to come again, with what was not consumed, before anything else.</param>
    public ProtocolRule Step(ReadOnlySpan<byte> compressed, Span<byte> room, out int consumed, out int written, out bool mayHaveMore)
    {
        if (_inflater is null)
        {
            ProtocolRule full = ledger?.TryTake(DeflateCost.Inflater) ?? ProtocolRule.None;
            if (full != ProtocolRule.None)
            {
                (consumed, written, mayHaveMore) = (0, 0, false);
                return full;
            }

            _inflater = pool.RentInflater(windowBits);
        }

        InflateStatus status = _inflater.Inflate(compressed, room, out consumed, out written);
        bool isLeft = consumed < compressed.Length;
        _isAtBlockStart &= consumed == 0;
        mayHaveMore = isLeft;
        switch (status)
        {
            case InflateStatus.Invalid:
                return ProtocolRule.CompressedDataInvalid;
            case InflateStatus.FinalBlockEnded:
                // Not the end of the message; what follows, be it the empty block, begins anew (section 7.2.3.4).
                _inflater.Reset();
                _isAtBlockStart = true;
                return ProtocolRule.None;
            case InflateStatus.More when consumed + written == 0:
                return isLeft ? ProtocolRule.CompressedDataInvalid : ProtocolRule.None;
            default:
                mayHaveMore = isLeft || written == room.Length;
                return ProtocolRule.None;
        }
    }

    /// <summary>Decompresses the next bytes of a message behind those that are there.</summary>
    /// <param name="compressed">Payload of the message's frames, unmasked.</param>
    /// <param name="maxMessageSize">What the message may grow to; one byte more is found before memory is taken for it.</param>
    /// <param name="message">Takes the bytes.</param>
    /// <param name="utf8">Checks them as they come when <paramref name="isText"/>.</param>
    /// <param name="isText">Whether this is a text message.</param>
    public ProtocolRule Append(
        ReadOnlySpan<byte> compressed, int maxMessageSize, ref MessageBuffer message, ref Utf8Validator utf8, bool isText)
    {
        if (compressed.IsEmpty)
        {
            return ProtocolRule.None;
        }

        Span<byte> beyond = stackalloc byte[1];
        bool mayHaveMore;
        do
        {
            bool isFull = message.Length == maxMessageSize;
            Span<byte> room = beyond;
            if (!isFull)
            {
                ProtocolRule full = message.GetRoom(Math.Min(compressed.Length, maxMessageSize), 1, maxMessageSize, out room);
                if (full != ProtocolRule.None)
                {
                    return full;
                }
            }

            ProtocolRule broken = Step(compressed, room, out int consumed, out int written, out mayHaveMore);
            compressed = compressed[consumed..];
            if (written > 0 && isFull)
            {
                return ProtocolRule.MessageTooLarge;
            }

            if (written > 0)
            {
                message.Advance(written);
                if (isText && !utf8.TryAppend(room[..written]))
                {
                    return ProtocolRule.TextNotUtf8;
                }
            }

            if (broken != ProtocolRule.None)
            {
                return broken;
            }
        }
        while (mayHaveMore);

        return ProtocolRule.None;
    }

    /// <summary>The message's last frame has ended: gives out what it still holds.</summary>
    /// <inheritdoc cref="Append"/>
    public ProtocolRule Complete(int maxMessageSize, ref MessageBuffer message, ref Utf8Validator utf8, bool isText)
    {
        bool needsTail = NeedsTail;
        ProtocolRule broken = needsTail ? Append(Tail, maxMessageSize, ref message, ref utf8, isText) : ProtocolRule.None;
        return broken == ProtocolRule.None ? EndMessage(needsTail) : broken;
    }

    /// <summary>All bytes of the message came out.</summary>
    /// <param name="behindTail">Whether the tail was among those that went in.</param>
    public ProtocolRule EndMessage(bool behindTail)
    {
        if (behindTail && !contextTakeover && !IsAtBlockEnd())
        {
            return ProtocolRule.CompressedDataInvalid;
        }

        _isAtBlockStart = true;
        if (!contextTakeover)
        {
            Release();
        }

        return ProtocolRule.None;
    }

    /// <summary>No further message is read: gives the context back.</summary>
    public void Release()
    {
        if (_inflater is not null)
        {
            pool.Return(_inflater);
            _inflater = null;
            ledger?.Return(DeflateCost.Inflater);
        }
    }

    /// <summary>
    /// Whether the message ended where a block does, as what section 7.2.1 produces always does. To try costs the window, so this
    /// is for contexts that are not taken over; the others find a message cut short when the next one makes no sense.
    /// </summary>
    private bool IsAtBlockEnd()
    {
        Span<byte> none = stackalloc byte[1];
        return _inflater!.Inflate(FinalBlock, none, out int consumed, out int written) == InflateStatus.FinalBlockEnded
            && consumed == FinalBlock.Length
            && written == 0;
    }
}
