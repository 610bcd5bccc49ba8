using System.Buffers.Binary;
using System.Text.Unicode;

namespace Endpoints.Protocol;

/// <summary>The payload of a close frame: nothing, or a code and a reason in UTF-8 (RFC 6455 section 5.5.1).</summary>
internal static class ClosePayload
{
    /// <summary>Largest reason, in bytes.</summary>
    public const int MaxReasonLength = FrameHeader.MaxControlPayloadLength - CodeLength;

    private const int CodeLength = sizeof(ushort);

    /// <summary>Reads the payload of a peer's close frame and says which rule it breaks, if any.</summary>
    /// <param name="payload">The payload, unmasked.</param>
    /// <param name="code">The code; 1005 when there is none or a rule is broken.</param>
    /// <param name="reason">The reason, a slice of the payload; empty when a rule is broken.</param>
    public static ProtocolRule Read(ReadOnlySpan<byte> payload, out int code, out ReadOnlySpan<byte> reason)
    {
        code = CloseCode.NoStatusReceived;
        reason = default;
        if (payload.IsEmpty)
        {
            return ProtocolRule.None;
        }

        if (payload.Length < CodeLength)
        {
            return ProtocolRule.ClosePayloadOneByte;
        }

        int sent = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!CloseCode.IsSendable(sent))
        {
            return ProtocolRule.CloseCodeInvalid;
        }

        if (!Utf8Validator.IsValid(payload[CodeLength..]))
        {
            return ProtocolRule.CloseReasonNotUtf8;
        }

        code = sent;
        reason = payload[CodeLength..];
        return ProtocolRule.None;
    }

    /// <summary>
    /// Writes a code and as much of the reason as fits the destination and a control frame, cut between code points, and returns the
    /// bytes written. Lone surrogates become U+FFFD.
    /// </summary>
    /// <param name="destination">At least two bytes.</param>
    /// <param name="code">A code that may be sent.</param>
    /// <param name="reason">The reason, of any length.</param>
    public static int Write(Span<byte> destination, int code, ReadOnlySpan<char> reason)
    {
        WriteCode(destination, code);
        Span<byte> room = destination[CodeLength..Math.Min(destination.Length, FrameHeader.MaxControlPayloadLength)];
        Utf8.FromUtf16(reason, room, out _, out int written);
        return CodeLength + written;
    }

    /// <summary>Writes a code and a reason that is already UTF-8, cut between code points where it does not fit.</summary>
    /// <inheritdoc cref="Write(Span{byte}, int, ReadOnlySpan{char})"/>
    public static int Write(Span<byte> destination, int code, ReadOnlySpan<byte> reason)
    {
        WriteCode(destination, code);
        int room = Math.Min(destination.Length, FrameHeader.MaxControlPayloadLength) - CodeLength;
        ReadOnlySpan<byte> kept = TruncateReason(reason, room);
        kept.CopyTo(destination[CodeLength..]);
        return CodeLength + kept.Length;
    }

    /// <summary>The front of a UTF-8 text that is at most so long, never cut within a code point.</summary>
    public static ReadOnlySpan<byte> TruncateReason(ReadOnlySpan<byte> utf8, int maxLength = MaxReasonLength)
    {
        if (utf8.Length <= maxLength)
        {
            return utf8;
        }

        // The cut is good where the byte after it starts a code point.
        int length = maxLength;
        while (length > 0 && (utf8[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return utf8[..length];
    }

    /// <summary>The front of a text that is a reason of at most <see cref="MaxReasonLength"/> bytes, never cut within a code point.</summary>
    public static string TruncateReason(string reason)
    {
        Span<byte> room = stackalloc byte[MaxReasonLength];
        Utf8.FromUtf16(reason, room, out int read, out _);
        return reason[..read];
    }

    private static void WriteCode(Span<byte> destination, int code)
    {
        if (!CloseCode.IsSendable(code))
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "This close code must not be sent (RFC 6455 section 7.4).");
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);
    }
}
