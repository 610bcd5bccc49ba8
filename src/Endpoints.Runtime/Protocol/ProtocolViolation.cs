namespace Endpoints.Protocol;

/// <summary>A rule that the peer broke, and how to answer. <see langword="default"/> is no violation.</summary>
internal readonly record struct ProtocolViolation(ProtocolRule Rule)
{
    public bool IsViolation => Rule != ProtocolRule.None;

    /// <summary>The code for the close frame that ends the connection (RFC 6455 section 7.4.1); 0 when there is no violation.</summary>
    public int CloseCode => Rule switch
    {
        ProtocolRule.None => 0,
        ProtocolRule.TextNotUtf8 or ProtocolRule.CloseReasonNotUtf8 => Protocol.CloseCode.InvalidPayload,
        ProtocolRule.CompressedDataInvalid => Protocol.CloseCode.InvalidPayload,
        ProtocolRule.FrameTooLarge or ProtocolRule.MessageTooLarge => Protocol.CloseCode.MessageTooBig,
        ProtocolRule.SessionMemoryExceeded => Protocol.CloseCode.MessageTooBig,
        ProtocolRule.HostMemoryExceeded => Protocol.CloseCode.TryAgainLater,
        _ => Protocol.CloseCode.ProtocolError,
    };

    /// <summary>Where the rule stands, for example <c>RFC 6455 section 5.1</c>; empty when there is no violation.</summary>
    public string Section => Rule switch
    {
        ProtocolRule.None => "",
        ProtocolRule.ClientFrameNotMasked or ProtocolRule.ServerFrameMasked => "RFC 6455 section 5.1",
        ProtocolRule.ReservedBitSet or ProtocolRule.ReservedOpcode => "RFC 6455 section 5.2",
        ProtocolRule.LengthNotMinimal or ProtocolRule.LengthTopBitSet => "RFC 6455 section 5.2",
        ProtocolRule.ContinuationWithoutStart or ProtocolRule.MessageInsideMessage => "RFC 6455 section 5.4",
        ProtocolRule.ControlFrameFragmented or ProtocolRule.ControlFrameTooLong => "RFC 6455 section 5.5",
        ProtocolRule.ClosePayloadOneByte => "RFC 6455 section 5.5.1",
        ProtocolRule.CloseCodeInvalid => "RFC 6455 section 7.4",
        ProtocolRule.TextNotUtf8 or ProtocolRule.CloseReasonNotUtf8 => "RFC 6455 section 8.1",
        ProtocolRule.CompressedDataInvalid => "RFC 7692 section 7.2.2",
        _ => "RFC 6455 section 10.4",
    };

    /// <summary>One sentence, short enough for the reason of a close frame; empty when there is no violation.</summary>
    public string Description => Rule switch
    {
        ProtocolRule.None => "",
        ProtocolRule.ClientFrameNotMasked => "A client must mask its frames.",
        ProtocolRule.ServerFrameMasked => "A server must not mask its frames.",
        ProtocolRule.ReservedBitSet => "A reserved bit is set and no extension uses it.",
        ProtocolRule.ReservedOpcode => "The opcode is reserved.",
        ProtocolRule.LengthNotMinimal => "The payload length is not written in the fewest bytes.",
        ProtocolRule.LengthTopBitSet => "The most significant bit of the payload length is set.",
        ProtocolRule.ContinuationWithoutStart => "A continuation frame continues no message.",
        ProtocolRule.MessageInsideMessage => "A message starts before the fragmented one has ended.",
        ProtocolRule.ControlFrameFragmented => "A control frame must not be fragmented.",
        ProtocolRule.ControlFrameTooLong => "A control frame holds at most 125 bytes.",
        ProtocolRule.ClosePayloadOneByte => "A close frame holds no code or two bytes of it.",
        ProtocolRule.CloseCodeInvalid => "The close code must not be sent.",
        ProtocolRule.TextNotUtf8 => "The text is not valid UTF-8.",
        ProtocolRule.CloseReasonNotUtf8 => "The close reason is not valid UTF-8.",
        ProtocolRule.CompressedDataInvalid => "The compressed message is not valid DEFLATE data.",
        ProtocolRule.FrameTooLarge => "The frame is larger than this endpoint takes.",
        ProtocolRule.SessionMemoryExceeded => "The session makes the server hold more than it may.",
        ProtocolRule.HostMemoryExceeded => "The server holds as much for its sessions as it may; try again later.",
        _ => "The message is larger than this endpoint takes.",
    };

    public override string ToString() => IsViolation ? $"{Description} ({Section}, {CloseCode})" : "";
}
