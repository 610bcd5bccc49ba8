namespace Endpoints.Protocol;

/// <summary>What the RFC and the limits say about the head of a frame, given what came before it.</summary>
internal static class ProtocolRules
{
    /// <summary>Checks all that the RFC demands of a head. The order is fixed, so that one head always breaks the same rule.</summary>
    /// <param name="header">The head as read.</param>
    /// <param name="receiver">Which end reads it.</param>
    /// <param name="isMessageOpen">Whether a fragmented message has started and not ended.</param>
    /// <param name="allowed">Reserved bits that a negotiated extension gave a meaning.</param>
    public static ProtocolRule CheckHeader(in FrameHeader header, EndpointRole receiver, bool isMessageOpen, ReservedBits allowed)
    {
        // An extension marks the first frame of a message, never a continuation or a control frame (RFC 7692 sections 6 and 6.1).
        ReservedBits permitted = header.Opcode is Opcode.Text or Opcode.Binary ? allowed : ReservedBits.None;
        if ((header.ReservedBits & ~permitted) != 0)
        {
            return ProtocolRule.ReservedBitSet;
        }

        if (header.Opcode.IsReserved)
        {
            return ProtocolRule.ReservedOpcode;
        }

        if (header.IsMasked != (receiver == EndpointRole.Server))
        {
            return receiver == EndpointRole.Server ? ProtocolRule.ClientFrameNotMasked : ProtocolRule.ServerFrameMasked;
        }

        if (header.HasLengthTopBit)
        {
            return ProtocolRule.LengthTopBitSet;
        }

        if (!header.IsLengthMinimal)
        {
            return ProtocolRule.LengthNotMinimal;
        }

        return header.Opcode.IsControl ? CheckControl(header) : CheckSequence(header.Opcode, isMessageOpen);
    }

    /// <summary>Checks a data frame against the limits, by what it announces (RFC 6455 section 10.4).</summary>
    /// <param name="payloadLength">Payload that the frame announces; not negative.</param>
    /// <param name="kind">What the message is, text or binary.</param>
    /// <param name="messageLength">Bytes of the message in the frames before it.</param>
    /// <param name="limits">The limits.</param>
    public static ProtocolRule CheckSize(long payloadLength, Opcode kind, int messageLength, in ReceiveLimits limits)
    {
        if (payloadLength > limits.MaxFrameSize)
        {
            return ProtocolRule.FrameTooLarge;
        }

        return payloadLength > limits.MaxSizeOf(kind) - messageLength ? ProtocolRule.MessageTooLarge : ProtocolRule.None;
    }

    /// <summary>
    /// Checks a frame of a compressed message. Only a frame limit of its own counts: what the message may have is counted after
    /// decompression, and a message that just fits can be a little larger compressed.
    /// </summary>
    /// <inheritdoc cref="CheckSize"/>
    public static ProtocolRule CheckCompressedSize(long payloadLength, Opcode kind, in ReceiveLimits limits) =>
        limits.MaxFrameSize < limits.MaxSizeOf(kind) && payloadLength > limits.MaxFrameSize
            ? ProtocolRule.FrameTooLarge
            : ProtocolRule.None;

    private static ProtocolRule CheckControl(in FrameHeader header)
    {
        if (!header.Fin)
        {
            return ProtocolRule.ControlFrameFragmented;
        }

        return header.PayloadLength > FrameHeader.MaxControlPayloadLength ? ProtocolRule.ControlFrameTooLong : ProtocolRule.None;
    }

    private static ProtocolRule CheckSequence(Opcode opcode, bool isMessageOpen)
    {
        if ((opcode == Opcode.Continuation) == isMessageOpen)
        {
            return ProtocolRule.None;
        }

        return isMessageOpen ? ProtocolRule.MessageInsideMessage : ProtocolRule.ContinuationWithoutStart;
    }
}
