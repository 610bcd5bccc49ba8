using System.Text;
using Endpoints.Protocol;

namespace Endpoints.TestKit.Connections;

/// <summary>A frame that a server sent, as a client would read it.</summary>
internal sealed record SentFrame(Opcode Opcode, bool Fin, byte[] Payload)
{
    /// <summary>Whether RSV1 is set: the payload is a compressed message (RFC 7692 section 6).</summary>
    public bool IsCompressed { get; init; }

    public string Text => Encoding.UTF8.GetString(Payload);

    public int CloseCode => Payload.Length < 2 ? 1005 : (Payload[0] << 8) | Payload[1];

    public string CloseReason => Payload.Length < 2 ? "" : Encoding.UTF8.GetString(Payload, 2, Payload.Length - 2);

    /// <summary>Reads whole frames from the front; how many bytes they have is what the rest begins after.</summary>
    public static IReadOnlyList<SentFrame> ReadAll(ReadOnlySpan<byte> bytes, out int consumed)
    {
        var frames = new List<SentFrame>();
        consumed = 0;
        while (FrameHeaderReader.TryRead(bytes[consumed..], out var header)
            && header.PayloadLength <= bytes.Length - consumed - header.HeaderLength)
        {
            if (header.IsMasked)
            {
                throw new InvalidOperationException("A server must not mask (RFC 6455 section 5.1).");
            }

            var payload = bytes.Slice(consumed + header.HeaderLength, (int)header.PayloadLength).ToArray();
            frames.Add(new SentFrame(header.Opcode, header.Fin, payload) { IsCompressed = header.ReservedBits == ReservedBits.Rsv1 });
            consumed += header.HeaderLength + payload.Length;
        }

        return frames;
    }

    public static IReadOnlyList<SentFrame> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var frames = ReadAll(bytes, out var consumed);
        return consumed == bytes.Length ? frames : throw new InvalidOperationException("The output ends within a frame.");
    }
}
