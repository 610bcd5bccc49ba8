using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Endpoints.Protocol;

/// <summary>Reads the head of a frame (RFC 6455 section 5.2).</summary>
internal static class FrameHeaderReader
{
    private const int MaskBit = 0x80;
    private const int LengthBits = 0x7F;
    private const int Length16 = 126;
    private const int Length64 = 127;

    /// <summary>Reads the head at the front of <paramref name="input"/>; <see langword="false"/> when it is not complete yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out FrameHeader header)
    {
        if (input.Length < 2)
        {
            header = default;
            return false;
        }

        bool isMasked = (input[1] & MaskBit) != 0;
        int lengthField = input[1] & LengthBits;
        int keyOffset = lengthField switch { Length16 => 4, Length64 => 10, _ => 2 };
        int headerLength = keyOffset + (isMasked ? sizeof(uint) : 0);

        if (input.Length < headerLength)
        {
            header = default;
            return false;
        }

        long payloadLength = lengthField switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(input[2..]),
            Length64 => BinaryPrimitives.ReadInt64BigEndian(input[2..]),
            _ => lengthField,
        };
        uint maskKey = isMasked ? MemoryMarshal.Read<uint>(input[keyOffset..]) : 0;

        header = new FrameHeader(input[0], isMasked, maskKey, payloadLength, headerLength);
        return true;
    }
}
