namespace Endpoints.Protocol;

/// <summary>
/// The head of a frame as it stood on the wire (RFC 6455 section 5.2): facts only. Whether they are allowed is for
/// <see cref="ProtocolRules"/> to say.
/// </summary>
internal readonly struct FrameHeader
{
    /// <summary>Largest head: two bytes, a 64-bit length and a mask key.</summary>
    public const int MaxLength = 14;

    /// <summary>Largest payload of a control frame, and the largest that the second byte can say by itself (section 5.5).</summary>
    public const int MaxControlPayloadLength = 125;

    private const int FinBit = 0x80;
    private const int OpcodeBits = 0x0F;

    private readonly byte _firstByte;

    internal FrameHeader(byte firstByte, bool isMasked, uint maskKey, long payloadLength, int headerLength)
    {
        _firstByte = firstByte;
        IsMasked = isMasked;
        MaskKey = maskKey;
        PayloadLength = payloadLength;
        HeaderLength = headerLength;
    }

    /// <summary>Whether this is the last frame of its message.</summary>
    public bool Fin => (_firstByte & FinBit) != 0;

    /// <summary>Which of the three reserved bits are set.</summary>
    public ReservedBits ReservedBits => (ReservedBits)_firstByte & ReservedBits.All;

    public Opcode Opcode => PeekOpcode(_firstByte);

    public bool IsMasked { get; }

    /// <summary>The mask key, its four bytes in the order in which they stand in memory; 0 when the frame is not masked.</summary>
    public uint MaskKey { get; }

    /// <summary>Payload bytes that follow the head. Negative when the most significant bit of a 64-bit length was set.</summary>
    public long PayloadLength { get; }

    /// <summary>Bytes of the head itself, 2 to 14.</summary>
    public int HeaderLength { get; }

    /// <summary>Whether the most significant bit of a 64-bit length was set: such a frame has no end that could be found.</summary>
    public bool HasLengthTopBit => PayloadLength < 0;

    /// <summary>Whether the length was written in the fewest bytes that can hold it.</summary>
    public bool IsLengthMinimal => HasLengthTopBit || HeaderLength == FrameHeaderWriter.GetLength(PayloadLength, IsMasked);

    /// <summary>The opcode in the first byte of a frame, for those who have no more of it.</summary>
    public static Opcode PeekOpcode(byte firstByte) => (Opcode)(firstByte & OpcodeBits);
}
