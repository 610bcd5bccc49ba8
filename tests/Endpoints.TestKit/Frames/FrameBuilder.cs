using System.Text;
using Endpoints.Protocol;

namespace Endpoints.TestKit.Frames;

/// <summary>
/// Bytes of frames, right and wrong ones, for tests. Written byte by byte from RFC 6455 section 5.2 and on purpose without the
/// runtime's own writer and mask, so that a fault there shows. Frames are masked, as a client sends them, unless told otherwise.
/// </summary>
internal static class FrameBuilder
{
    /// <summary>The key that masked frames use: the one of the examples in RFC 6455 section 5.7.</summary>
    public static ReadOnlySpan<byte> MaskKey => [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Text(string text, bool fin = true, bool mask = true) => Text(Encoding.UTF8.GetBytes(text), fin, mask);

    /// <summary>A text frame with any bytes, also such that are not UTF-8.</summary>
    public static byte[] Text(byte[] payload, bool fin = true, bool mask = true) => Frame(Opcode.Text, payload, fin, mask);

    public static byte[] Binary(byte[] payload, bool fin = true, bool mask = true) => Frame(Opcode.Binary, payload, fin, mask);

    public static byte[] Continuation(byte[] payload, bool fin = true, bool mask = true) =>
        Frame(Opcode.Continuation, payload, fin, mask);

    public static byte[] Ping(string payload = "", bool mask = true) => Frame(Opcode.Ping, Encoding.UTF8.GetBytes(payload), mask: mask);

    public static byte[] Pong(string payload = "", bool mask = true) => Frame(Opcode.Pong, Encoding.UTF8.GetBytes(payload), mask: mask);

    /// <summary>A close frame without a payload.</summary>
    public static byte[] Close(bool mask = true) => Frame(Opcode.Close, [], mask: mask);

    public static byte[] Close(int code, string reason = "", bool mask = true) => Close(code, Encoding.UTF8.GetBytes(reason), mask);

    public static byte[] Close(int code, byte[] reason, bool mask = true) =>
        Frame(Opcode.Close, [(byte)(code >> 8), (byte)code, .. reason], mask: mask);

    public static byte[] Frame(
        Opcode opcode,
        byte[] payload,
        bool fin = true,
        bool mask = true,
        ReservedBits rsv = ReservedBits.None,
        LengthForm form = LengthForm.Minimal)
    {
        byte[] header = Header(opcode, (ulong)payload.Length, fin, mask, rsv, form);
        byte[] frame = [.. header, .. payload];
        if (mask)
        {
            for (int i = 0; i < payload.Length; i++)
            {
                frame[header.Length + i] ^= MaskKey[i % 4];
            }
        }

        return frame;
    }

    /// <summary>The head alone, of a frame that announces a payload of any length.</summary>
    public static byte[] Header(
        Opcode opcode,
        ulong payloadLength,
        bool fin = true,
        bool mask = true,
        ReservedBits rsv = ReservedBits.None,
        LengthForm form = LengthForm.Minimal)
    {
        if (form == LengthForm.Minimal)
        {
            form = payloadLength < 126 ? LengthForm.Bits7 : payloadLength < 65536 ? LengthForm.Bits16 : LengthForm.Bits64;
        }

        var header = new List<byte> { (byte)((fin ? 0x80 : 0) | (byte)rsv | (byte)opcode) };
        int lengthBytes = form switch { LengthForm.Bits16 => 2, LengthForm.Bits64 => 8, _ => 0 };
        int lengthField = form switch { LengthForm.Bits16 => 126, LengthForm.Bits64 => 127, _ => (int)payloadLength };
        header.Add((byte)((mask ? 0x80 : 0) | lengthField));
        for (int i = lengthBytes - 1; i >= 0; i--)
        {
            header.Add((byte)(payloadLength >> (8 * i)));
        }

        if (mask)
        {
            header.AddRange(MaskKey);
        }

        return [.. header];
    }

    /// <summary>One message in as many frames as there are sizes and one more with the rest, which may be empty.</summary>
    public static byte[] Fragments(Opcode opcode, byte[] payload, int[] sizes, bool mask = true)
    {
        byte[][] pieces = [.. Chop(payload, sizes)];
        return Concat([.. pieces.Select((piece, i) =>
            Frame(i == 0 ? opcode : Opcode.Continuation, piece, fin: i == pieces.Length - 1, mask))]);
    }

    public static byte[] Concat(params byte[][] frames)
    {
        var all = new byte[frames.Sum(frame => frame.Length)];
        var end = 0;
        foreach (var frame in frames)
        {
            frame.CopyTo(all, end);
            end += frame.Length;
        }

        return all;
    }

    /// <summary>The bytes in pieces of the given sizes, and what is left after them as the last piece.</summary>
    public static IEnumerable<byte[]> Chop(byte[] bytes, params int[] sizes)
    {
        int start = 0;
        foreach (int size in sizes)
        {
            int end = Math.Min(start + size, bytes.Length);
            yield return bytes[start..end];
            start = end;
        }

        yield return bytes[start..];
    }

    /// <summary>The bytes one by one.</summary>
    public static IEnumerable<byte[]> ChopEveryByte(byte[] bytes) => bytes.Select(single => new[] { single });

    /// <summary>Every way to cut the bytes in two, empty halves included.</summary>
    public static IEnumerable<byte[][]> ChopOnceAnywhere(byte[] bytes) =>
        Enumerable.Range(0, bytes.Length + 1).Select(cut => new[] { bytes[..cut], bytes[cut..] });
}
