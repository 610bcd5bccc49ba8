using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Endpoints.Protocol;

/// <summary>
/// Reads the messages that nearly all are: uncompressed, in one frame of at most 64 KiB, that is there as a whole and breaks no rule of
/// its head. For anything else it says so, and leaves the input to a <see cref="MessageReader"/>, which knows what it is.
/// </summary>
internal static class WholeMessage
{
    private const int Length16 = 126;
    private const int MaskedBit = 0x80;
    private const int LengthOffset = 1;
    private const int OpcodeBits = 0x0F;

    // The first byte of a frame that is final, has no reserved bit set, and begins a message.
    private const int WholeText = 0x80 | (int)Opcode.Text;
    private const int WholeBinary = 0x80 | (int)Opcode.Binary;

    /// <summary>Reads a client's message at the front of the input, between messages, and unmasks it in place.</summary>
    /// <param name="input">The input.</param>
    /// <param name="limits">What the peer may send.</param>
    /// <param name="opcode">Text or binary.</param>
    /// <param name="payload">The payload, unmasked: the last bytes of the message.</param>
    /// <param name="isValid">False when it is a text that is not UTF-8 (RFC 6455 section 8.1).</param>
    /// <returns>Bytes of the message; 0 when something else is there, or nothing that is whole, and the input is as it was.</returns>
    public static int Read(Span<byte> input, scoped in ReceiveLimits limits, out Opcode opcode, out Span<byte> payload, out bool isValid) =>
        Read(input, isMasked: true, in limits, out opcode, out payload, out isValid);

    /// <summary>Reads a server's message at the front of the input, between messages; it comes unmasked.</summary>
    /// <inheritdoc cref="Read(Span{byte}, in ReceiveLimits, out Opcode, out Span{byte}, out bool)"/>
    public static int ReadUnmasked(Span<byte> input, scoped in ReceiveLimits limits, out Opcode opcode, out Span<byte> payload, out bool isValid) =>
        Read(input, isMasked: false, in limits, out opcode, out payload, out isValid);

    // Inlined, so that each role's reader has no branch for the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Read(
        Span<byte> input, bool isMasked, scoped in ReceiveLimits limits, out Opcode opcode, out Span<byte> payload, out bool isValid)
    {
        Unsafe.SkipInit(out opcode);
        Unsafe.SkipInit(out payload);
        Unsafe.SkipInit(out isValid);
        int maskedBit = isMasked ? MaskedBit : 0;
        int keyLength = isMasked ? sizeof(uint) : 0;
        int headerLength = LengthOffset + sizeof(byte) + keyLength;
        if (input.Length < headerLength || input[0] is not (WholeText or WholeBinary) || input[LengthOffset] < maskedBit)
        {
            return 0;
        }

        int length = input[LengthOffset] - maskedBit;
        if (length >= Length16)
        {
            headerLength += sizeof(ushort);
            if (length > Length16 || input.Length < headerLength)
            {
                return 0;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(input[(LengthOffset + sizeof(byte))..]);
            if (length < Length16)
            {
                return 0;
            }
        }

        if (length > input.Length - headerLength || length > limits.MaxWholeSize)
        {
            return 0;
        }

        opcode = (Opcode)(input[0] & OpcodeBits);
        payload = input.Slice(headerLength, length);
        bool isAscii = isMasked && FrameMask.ApplyToWhole(payload, MemoryMarshal.Read<uint>(input[(headerLength - sizeof(uint))..]));
        isValid = isAscii || opcode == Opcode.Binary || Utf8Validator.IsValid(payload);
        return headerLength + length;
    }
}
