using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Bytes of a request in, bytes of the response out: the parser, the rules an emitted validator calls, and the writer.</summary>
internal sealed class Section4_Server
{
    public string[] Protocols { get; init; } = [];

    public bool RequireProtocol { get; init; }

    public bool PrefersOwnOrder { get; init; }

    /// <summary>The response; <see langword="null"/> while the request is not whole.</summary>
    public string? Answer(string request)
    {
        var response = new byte[HandshakeResponseWriter.MaxRejectionSize];
        var status = RequestHeadParser.TryParse(
            Encoding.Latin1.GetBytes(request), new HeaderField[32], 8192, isSecure: false, out var head, out _, out var headFault);
        int written;
        switch (status)
        {
            case RequestHeadStatus.NeedMore:
                return null;
            case RequestHeadStatus.Malformed:
                Assert.True(HandshakeResponseWriter.TryWriteRejection(response, headFault, out written));
                break;
            default:
                var verdict = Validate(head);
                if (verdict.IsAccepted)
                {
                    new HeaderLines(head, HandshakeHeaders.WebSocketKey).ReadSingle(out var key);
                    var protocol = verdict.ProtocolIndex < 0 ? [] : Encoding.ASCII.GetBytes(Protocols[verdict.ProtocolIndex]);
                    Assert.True(HandshakeResponseWriter.TryWriteAcceptance(response, key, protocol, out written));
                }
                else
                {
                    Assert.True(HandshakeResponseWriter.TryWriteRejection(response, verdict.Fault, out written));
                }

                break;
        }

        return Encoding.Latin1.GetString(response, 0, written);
    }

    /// <summary>The status code of the response.</summary>
    public int Status(string request) => int.Parse(Answer(request)!.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    private HandshakeVerdict Validate(in HandshakeHead head)
    {
        var fault = HandshakeRules.CheckUpgrade(head);
        if (fault != HandshakeFault.None)
        {
            return HandshakeVerdict.Reject(fault);
        }

        if (OriginRules.TryGetOrigin(head, out var origin) && !OriginRules.IsSameOrigin(head, origin))
        {
            return HandshakeVerdict.Reject(HandshakeFault.OriginNotAllowed);
        }

        var index = PrefersOwnOrder ? FirstOfOurs(head) : FirstOfTheirs(head);
        return index < 0 && RequireProtocol
            ? HandshakeVerdict.Reject(HandshakeFault.ProtocolNotAgreed)
            : HandshakeVerdict.Accept(index);
    }

    private int FirstOfTheirs(in HandshakeHead head)
    {
        foreach (var name in SubprotocolList.Of(head))
        {
            var index = Array.IndexOf(Protocols, Encoding.Latin1.GetString(name));
            if (index >= 0)
            {
                return index;
            }
        }

        return -1;
    }

    private int FirstOfOurs(in HandshakeHead head)
    {
        for (var i = 0; i < Protocols.Length; i++)
        {
            if (SubprotocolList.Of(head).Contains(Encoding.ASCII.GetBytes(Protocols[i])))
            {
                return i;
            }
        }

        return -1;
    }
}
