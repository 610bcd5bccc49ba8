namespace Endpoints.Handshake;

/// <summary>What the application is told about a response that its client does not go on with.</summary>
internal static class ResponseFaults
{
    /// <summary>One sentence with the section, without anything that the peer sent.</summary>
    public static string Describe(ResponseFault fault) => fault switch
    {
        ResponseFault.LineMalformed => "A line of the response does not end with CR LF, or holds a NUL (RFC 9112 section 2.2).",
        ResponseFault.StatusLineMalformed => "The response does not begin with version, status and reason: this is no HTTP server (RFC 9112 section 4).",
        ResponseFault.HttpVersionNotSupported => "The response is not of HTTP/1.1 (RFC 6455 section 4.1).",
        ResponseFault.HeaderMalformed => "A header of the response does not follow the grammar (RFC 9112 section 5).",
        ResponseFault.TooManyHeaders => "The response has more header lines than this client takes.",
        ResponseFault.HeadTooLarge => "The head of the response is larger than this client takes.",
        ResponseFault.Refused => "The server refused the handshake: the status is not 101 (RFC 6455 section 4.1, step 1).",
        ResponseFault.ConnectRefused => "The server refused the handshake: the status is not 200 (RFC 8441 section 5).",
        ResponseFault.UpgradeNotWebSocket => "The response has no Upgrade: websocket (RFC 6455 section 4.1, step 2).",
        ResponseFault.ConnectionNotUpgrade => "The response has no Connection: Upgrade (RFC 6455 section 4.1, step 3).",
        ResponseFault.AcceptWrong => "Sec-WebSocket-Accept is missing or does not answer the key (RFC 6455 section 4.1, step 4).",
        ResponseFault.ExtensionNotOffered => "The server uses an extension, or parameters, that were not offered (RFC 6455 section 4.1, step 5).",
        ResponseFault.ProtocolNotOffered => "The server chose a sub-protocol that was not offered (RFC 6455 section 4.1, step 6).",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };
}
