using System.Buffers;
using System.Text;

namespace Endpoints.Handshake;

/// <summary>Writes a client's opening handshake (RFC 6455 section 4.1).</summary>
internal static class HandshakeRequestWriter
{
    /// <summary>Length of a key: 16 bytes in base64.</summary>
    public const int KeyLength = HandshakeRules.KeyLength;

    /// <summary>Writes the request head.</summary>
    /// <param name="request">What to ask for.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(HandshakeRequest request, IBufferWriter<byte> output)
    {
        output.Write("GET "u8);
        Write(request.Target, output);
        output.Write(" HTTP/1.1\r\nHost: "u8);
        Write(request.Host, output);
        output.Write("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "u8);
        output.Write(request.Key);
        for (var i = 0; i < request.Protocols.Count; i++)
        {
            output.Write(i == 0 ? "\r\nSec-WebSocket-Protocol: "u8 : ", "u8);
            Write(request.Protocols[i], output);
        }

        if (request.Deflate is { } deflate)
        {
            output.Write("\r\nSec-WebSocket-Extensions: "u8);
            output.Advance(DeflateOffer.Write(deflate, output.GetSpan(DeflateOffer.MaxSize)));
        }

        foreach (var (name, value) in request.Headers)
        {
            output.Write("\r\n"u8);
            Write(name, output);
            output.Write(": "u8);
            Write(value, output);
        }

        output.Write("\r\n\r\n"u8);
    }

    private static void Write(string text, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text, output);
}
