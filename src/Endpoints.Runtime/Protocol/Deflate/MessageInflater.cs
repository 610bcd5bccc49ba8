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
    private static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>An empty block without compression that says that it is the last: a stream may end here.</summary>
    private static ReadOnlySpan<byte> FinalBlock => [0x01, 0x00, 0x00, 0xFF, 0xFF];

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

        if (_inflater is null)
        {
            ProtocolRule full = ledger?.TryTake(DeflateCost.Inflater) ?? ProtocolRule.None;
            if (full != ProtocolRule.None)
            {
                return full;
            }

            _inflater = pool.RentInflater(windowBits);
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

            InflateStatus status = _inflater.Inflate(compressed, room, out int consumed, out int written);
            compressed = compressed[consumed..];
            _isAtBlockStart &= consumed == 0;
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

            switch (status)
            {
                case InflateStatus.Invalid:
                    return ProtocolRule.CompressedDataInvalid;
                case InflateStatus.FinalBlockEnded:
                    // Not the end of the message; what follows, be it the empty block, begins anew (section 7.2.3.4).
                    _inflater.Reset();
                    _isAtBlockStart = true;
                    mayHaveMore = !compressed.IsEmpty;
                    break;
                case InflateStatus.More when consumed + written == 0:
                    return compressed.IsEmpty ? ProtocolRule.None : ProtocolRule.CompressedDataInvalid;
                default:
                    mayHaveMore = !compressed.IsEmpty || written == room.Length;
                    break;
            }
        }
        while (mayHaveMore);

        return ProtocolRule.None;
    }

    /// <summary>The message's last frame has ended: gives out what it still holds.</summary>
    /// <inheritdoc cref="Append"/>
    public ProtocolRule Complete(int maxMessageSize, ref MessageBuffer message, ref Utf8Validator utf8, bool isText)
    {
        // A message without a byte stands for an empty one: zlib writes nothing when it flushes twice, and such a sender's next
        // message would be misread if the tail went into the window alone. The same behind a final block.
        if (_isAtBlockStart)
        {
            EndMessage();
            return ProtocolRule.None;
        }

        ProtocolRule broken = Append(Tail, maxMessageSize, ref message, ref utf8, isText);
        if (broken == ProtocolRule.None && !contextTakeover && !IsAtBlockEnd())
        {
            broken = ProtocolRule.CompressedDataInvalid;
        }

        if (broken == ProtocolRule.None)
        {
            EndMessage();
        }

        return broken;
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

    private void EndMessage()
    {
        _isAtBlockStart = true;
        if (!contextTakeover)
        {
            Release();
        }
    }
}
