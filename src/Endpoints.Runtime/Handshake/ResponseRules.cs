using System.Text;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Handshake;

/// <summary>What a client demands of the response to its handshake (RFC 6455 section 4.1, the six steps behind the request).</summary>
internal static class ResponseRules
{
    /// <summary>Checks a response, in the order of the section.</summary>
    /// <param name="head">The response.</param>
    /// <param name="key">The value of <c>Sec-WebSocket-Key</c> that was sent.</param>
    /// <param name="protocols">The sub-protocols that were offered.</param>
    /// <param name="deflate">What permessage-deflate was offered with; <see langword="null"/> when it was not.</param>
    /// <param name="protocol">The index of the agreed sub-protocol, or -1.</param>
    /// <param name="agreed">What was agreed on for permessage-deflate; <see langword="null"/> for none.</param>
    /// <returns>The first rule that is broken, or <see cref="ResponseFault.None"/>.</returns>
    public static ResponseFault Check(
        in ResponseHead head,
        ReadOnlySpan<byte> key,
        IReadOnlyList<string> protocols,
        DeflatePolicy? deflate,
        out int protocol,
        out DeflateParameters? agreed)
    {
        protocol = -1;
        agreed = null;
        if (head.StatusCode != 101)
        {
            return ResponseFault.Refused;
        }

        if (!IsWebSocketAlone(new HeaderList(head.Fields, HandshakeHeaders.Upgrade)))
        {
            return ResponseFault.UpgradeNotWebSocket;
        }

        if (!new HeaderList(head.Fields, HandshakeHeaders.Connection).ContainsIgnoreCase("upgrade"u8))
        {
            return ResponseFault.ConnectionNotUpgrade;
        }

        Span<byte> expected = stackalloc byte[AcceptKey.Length];
        AcceptKey.Compute(key, expected);
        if (new HeaderLines(head.Fields, HandshakeHeaders.WebSocketAccept).ReadSingle(out var accept) != 1 || !accept.SequenceEqual(expected))
        {
            return ResponseFault.AcceptWrong;
        }

        return CheckAgreement(in head, protocols, deflate, out protocol, out agreed);
    }

    /// <summary>
    /// Checks the response to an extended CONNECT, which has neither a key nor an upgrade to answer (RFC 8441 section 5): what is left are the status
    /// and what was agreed on.
    /// </summary>
    /// <param name="head">The response.</param>
    /// <param name="protocols">The sub-protocols that were offered.</param>
    /// <param name="deflate">What permessage-deflate was offered with; <see langword="null"/> when it was not.</param>
    /// <param name="protocol">The index of the agreed sub-protocol, or -1.</param>
    /// <param name="agreed">What was agreed on for permessage-deflate; <see langword="null"/> for none.</param>
    /// <returns>The first rule that is broken, or <see cref="ResponseFault.None"/>.</returns>
    public static ResponseFault CheckExtendedConnect(
        in ResponseHead head, IReadOnlyList<string> protocols, DeflatePolicy? deflate, out int protocol, out DeflateParameters? agreed)
    {
        if (head.StatusCode == 200)
        {
            return CheckAgreement(in head, protocols, deflate, out protocol, out agreed);
        }

        protocol = -1;
        agreed = null;
        return ResponseFault.ConnectRefused;
    }

    // Steps 5 and 6, which are the same whatever the handshake is carried by.
    private static ResponseFault CheckAgreement(
        in ResponseHead head, IReadOnlyList<string> protocols, DeflatePolicy? deflate, out int protocol, out DeflateParameters? agreed)
    {
        protocol = -1;
        agreed = null;
        var extensions = new HeaderLines(head.Fields, HandshakeHeaders.WebSocketExtensions);
        if (deflate is null ? !AreEmpty(extensions) : !DeflateOffer.TryReadResponse(extensions, deflate, out agreed))
        {
            return ResponseFault.ExtensionNotOffered;
        }

        return TryReadProtocol(head, protocols, out protocol) ? ResponseFault.None : ResponseFault.ProtocolNotOffered;
    }

    private static bool IsWebSocketAlone(HeaderList upgrade)
    {
        var count = 0;
        foreach (var value in upgrade)
        {
            if (!Ascii.EqualsIgnoreCase(value, "websocket"u8))
            {
                return false;
            }

            count++;
        }

        return count == 1;
    }

    private static bool AreEmpty(HeaderLines lines)
    {
        foreach (var line in lines)
        {
            if (!line.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    // The server may choose none (step 6 speaks of a header that is there); names are compared byte for byte.
    private static bool TryReadProtocol(in ResponseHead head, IReadOnlyList<string> protocols, out int protocol)
    {
        protocol = -1;
        switch (new HeaderLines(head.Fields, HandshakeHeaders.WebSocketProtocol).ReadSingle(out var chosen))
        {
            case 0:
                return true;
            case 1:
                for (var i = 0; i < protocols.Count && protocol < 0; i++)
                {
                    protocol = Ascii.Equals(chosen, protocols[i]) ? i : -1;
                }

                return protocol >= 0;
            default:
                return false;
        }
    }
}
