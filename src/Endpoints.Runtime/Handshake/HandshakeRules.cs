using System.Buffers;
using System.ComponentModel;

namespace Endpoints.Handshake;

/// <summary>The checks that every handshake must pass, whatever the endpoint (RFC 6455 section 4.2.1, RFC 8441 sections 4 and 5).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HandshakeRules
{
    // 16 bytes in base64: 22 letters and two pads (RFC 4648 section 4).
    internal const int KeyLength = 24;
    private const int KeyLetters = 22;

    private static readonly SearchValues<byte> Base64Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>
    /// Checks method, <c>Upgrade</c>, <c>Connection</c>, version, key and the form of the sub-protocol and extension offers, in this order.
    /// Allocates nothing, throws nothing; safe to call from any thread.
    /// </summary>
    /// <param name="head">The request head.</param>
    /// <returns>The first rule that is broken, or <see cref="HandshakeFault.None"/>.</returns>
    /// <remarks>
    /// <para>Over HTTP/2 there is no <c>Upgrade</c>, <c>Connection</c> and <c>Sec-WebSocket-Key</c> (RFC 8441 section 5): these are not
    /// looked at.</para>
    /// <para>A key is right when its form says 16 bytes: 22 base64 letters and <c>==</c>. The four bits that the last letter has to
    /// spare may be anything: RFC 4648 section 3.5 leaves refusing them to the decoder, and RFC 6455 section 4.2.2 hashes the key
    /// as sent, without decoding it.</para>
    /// <para>Empty list elements and repeated names in the sub-protocol offer are tolerated (RFC 9110 section 5.6.1.2); a header
    /// without any name is not, because the grammar is <c>1#token</c>.</para>
    /// <para>The same goes for extensions, whatever they are: a header that does not follow the grammar fails the handshake, as
    /// RFC 6455 section 9.1 demands, while one that offers what is not known here is no fault.</para>
    /// </remarks>
    public static HandshakeFault CheckUpgrade(in HandshakeHead head)
    {
        if (head.Kind == HandshakeKind.ExtendedConnect)
        {
            return !head.Method.SequenceEqual("CONNECT"u8)
                ? HandshakeFault.MethodNotAllowed
                : FirstOf(CheckVersion(head), CheckOffers(head));
        }

        // Methods are case-sensitive (RFC 9110 section 9.1).
        if (!head.Method.SequenceEqual("GET"u8))
        {
            return HandshakeFault.MethodNotAllowed;
        }

        if (!new HeaderList(head, HandshakeHeaders.Upgrade).ContainsIgnoreCase("websocket"u8))
        {
            return HandshakeFault.UpgradeRequired;
        }

        if (!new HeaderList(head, HandshakeHeaders.Connection).ContainsIgnoreCase("upgrade"u8))
        {
            return HandshakeFault.ConnectionNotUpgrade;
        }

        var fault = FirstOf(CheckVersion(head), CheckKey(head));
        return fault != HandshakeFault.None ? fault : CheckOffers(head);
    }

    private static HandshakeFault FirstOf(HandshakeFault first, HandshakeFault second) =>
        first != HandshakeFault.None ? first : second;

    private static HandshakeFault CheckVersion(in HandshakeHead head)
    {
        if (new HeaderLines(head, HandshakeHeaders.WebSocketVersion).ReadSingle(out var version) != 1)
        {
            return HandshakeFault.VersionMalformed;
        }

        if (version.SequenceEqual("13"u8))
        {
            return HandshakeFault.None;
        }

        return IsVersion(version) ? HandshakeFault.VersionNotSupported : HandshakeFault.VersionMalformed;
    }

    // RFC 6455 section 4.3: a number from 0 to 255 without leading zeros.
    private static bool IsVersion(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 3 || text.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        var number = 0;
        foreach (var digit in text)
        {
            number = (number * 10) + (digit - '0');
        }

        return number <= byte.MaxValue;
    }

    private static HandshakeFault CheckKey(in HandshakeHead head) =>
        new HeaderLines(head, HandshakeHeaders.WebSocketKey).ReadSingle(out var key) switch
        {
            0 => HandshakeFault.KeyMissing,
            1 when IsKey(key) => HandshakeFault.None,
            _ => HandshakeFault.KeyMalformed,
        };

    private static bool IsKey(ReadOnlySpan<byte> key) =>
        key.Length == KeyLength
        && key[KeyLetters..].SequenceEqual("=="u8)
        && !key[..KeyLetters].ContainsAnyExcept(Base64Letters);

    private static HandshakeFault CheckOffers(in HandshakeHead head) => FirstOf(CheckProtocols(head), CheckExtensions(head));

    private static HandshakeFault CheckProtocols(in HandshakeHead head)
    {
        var names = 0;
        foreach (var name in new HeaderList(head, HandshakeHeaders.WebSocketProtocol))
        {
            names++;
            if (!HttpTokens.IsToken(name))
            {
                return HandshakeFault.ProtocolMalformed;
            }
        }

        var isSent = new HeaderLines(head, HandshakeHeaders.WebSocketProtocol).ReadSingle(out _) > 0;
        return isSent && names == 0 ? HandshakeFault.ProtocolMalformed : HandshakeFault.None;
    }

    private static HandshakeFault CheckExtensions(in HandshakeHead head)
    {
        var lines = 0;
        var extensions = 0;
        foreach (var line in new HeaderLines(head, HandshakeHeaders.WebSocketExtensions))
        {
            lines++;
            var reader = new ExtensionReader(line);
            ExtensionPart part;
            while ((part = reader.Read()) != ExtensionPart.End)
            {
                if (part == ExtensionPart.Malformed)
                {
                    return HandshakeFault.ExtensionsMalformed;
                }

                extensions += part == ExtensionPart.Extension ? 1 : 0;
            }
        }

        return lines > 0 && extensions == 0 ? HandshakeFault.ExtensionsMalformed : HandshakeFault.None;
    }
}
