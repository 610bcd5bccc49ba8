namespace Endpoints.Protocol;

/// <summary>The rules that a peer can break on an open connection. <see cref="ProtocolViolation"/> says what each one means.</summary>
internal enum ProtocolRule : byte
{
    None,

    // Section 5.1
    ClientFrameNotMasked,
    ServerFrameMasked,

    // Section 5.2
    ReservedBitSet,
    ReservedOpcode,
    LengthNotMinimal,
    LengthTopBitSet,

    // Section 5.4
    ContinuationWithoutStart,
    MessageInsideMessage,

    // Section 5.5
    ControlFrameFragmented,
    ControlFrameTooLong,
    ClosePayloadOneByte,

    // Section 7.4
    CloseCodeInvalid,

    // Section 8.1
    TextNotUtf8,
    CloseReasonNotUtf8,

    // Section 10.4
    FrameTooLarge,
    MessageTooLarge,
    SessionMemoryExceeded,
    HostMemoryExceeded,

    // RFC 7692 section 7.2.2
    CompressedDataInvalid,
}
