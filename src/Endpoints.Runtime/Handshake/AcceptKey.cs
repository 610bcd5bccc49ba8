using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Endpoints.Handshake;

/// <summary>The proof that the server read the client's key (RFC 6455 section 4.2.2, step 5.4).</summary>
internal static class AcceptKey
{
    /// <summary>Length of an accept key: 20 bytes in base64.</summary>
    public const int Length = 28;

    private static ReadOnlySpan<byte> Guid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Computes the value of <c>Sec-WebSocket-Accept</c>. Allocates nothing.</summary>
    /// <param name="key">The value of <c>Sec-WebSocket-Key</c>, 24 bytes as sent; its form has been checked before.</param>
    /// <param name="destination">Takes <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The key has another length, or the destination is shorter.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 fixes SHA-1; it shows that the key was read and protects nothing.")]
    public static void Compute(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        if (key.Length != HandshakeRules.KeyLength)
        {
            throw new ArgumentException("A key has 24 bytes.", nameof(key));
        }

        if (destination.Length < Length)
        {
            throw new ArgumentException("An accept key has 28 bytes.", nameof(destination));
        }

        Span<byte> text = stackalloc byte[HandshakeRules.KeyLength + Guid.Length];
        key.CopyTo(text);
        Guid.CopyTo(text[HandshakeRules.KeyLength..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text, hash);
        Base64.EncodeToUtf8(hash, destination, out _, out _);
    }
}
