using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Endpoints.Protocol;

/// <summary>Writes the head of a frame, its length always in the fewest bytes (RFC 6455 section 5.2).</summary>
internal static class FrameHeaderWriter
{
    private const int FinBit = 0x80;
    private const int MaskBit = 0x80;
    private const int Length16 = 126;
    private const int Length64 = 127;

    /// <summary>Bytes that the head of a frame with such a payload takes.</summary>
    public static int GetLength(long payloadLength, bool masked)
    {
        int unmasked = payloadLength switch
        {
            <= FrameHeader.MaxControlPayloadLength => 2,
            <= ushort.MaxValue => 4,
            _ => 10,
        };
        return masked ? unmasked + sizeof(uint) : unmasked;
    }

    /// <summary>Writes the head of an unmasked frame, as a server sends it, and returns the bytes written.</summary>
    public static int Write(Span<byte> destination, Opcode opcode, bool fin, long payloadLength, bool rsv1 = false) =>
        WriteUnmasked(destination, opcode, fin, payloadLength, rsv1);

    /// <summary>
    /// Writes the head of a masked frame, as a client sends it, and returns the bytes written. The key is given as its four bytes
    /// shall stand in memory (<see cref="FrameHeader.MaskKey"/>).
    /// </summary>
    public static int Write(Span<byte> destination, Opcode opcode, bool fin, long payloadLength, uint maskKey, bool rsv1 = false)
    {
        int keyOffset = WriteUnmasked(destination, opcode, fin, payloadLength, rsv1);
        MemoryMarshal.Write(destination[keyOffset..], maskKey);
        destination[1] |= MaskBit;
        return keyOffset + sizeof(uint);
    }

    private static int WriteUnmasked(Span<byte> destination, Opcode opcode, bool fin, long payloadLength, bool rsv1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);

        destination[0] = (byte)((fin ? FinBit : 0) | (rsv1 ? (int)ReservedBits.Rsv1 : 0) | (int)opcode);
        switch (payloadLength)
        {
            case <= FrameHeader.MaxControlPayloadLength:
                destination[1] = (byte)payloadLength;
                return 2;
            case <= ushort.MaxValue:
                destination[1] = Length16;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                return 4;
            default:
                destination[1] = Length64;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                return 10;
        }
    }
}
