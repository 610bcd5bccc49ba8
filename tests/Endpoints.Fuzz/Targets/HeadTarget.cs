using System.Text;
using Endpoints.Fuzz.Engine;
using Endpoints.Handshake;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// Request heads: the parser, the rules of the handshake, the offer of sub-protocols, the origin, and the response that comes of it.
/// What is compared with plain string code here is what a smuggled or injected line would have to get past.
/// </summary>
internal sealed class HeadTarget : FuzzTarget
{
    private const int MaxHeadSize = 1024;
    private const int MaxHeaders = 12;

    private static readonly string[] Separators = ["\t", " ", ",", "\r", "\n", "\0"];

    public override string Name => "head";

    public override int MaxInputLength => MaxHeadSize + 64;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", "\0", " ", "\t", "\r\n ", ":", ",", ", ,", "GET ", "POST ", "CONNECT ", " HTTP/1.1\r\n", " HTTP/1.0\r\n",
            "Host: a\r\n", "Host: example.com:80\r\n", "Upgrade: websocket\r\n", "Upgrade: h2c, WebSocket\r\n", "Connection: Upgrade\r\n",
            "Connection: keep-alive, upgrade\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Version: 13\r\n",
            "Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Protocol: chat, superchat\r\n", "Sec-WebSocket-Protocol:\r\n", "Content-Length: 0\r\n",
            "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Origin: https://a.example.com\r\n", "Origin: null\r\n", "Origin: http://a\r\n",
            "http://a/", "https://example.com:443/", "http://", "://", "[::1]", "[::1]:80", "@", "%2F", "#", "x:y",
        }.Select(Encoding.ASCII.GetBytes),
        [0x80], [0xFF], [0x7F],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("rfc6455-1.3", Head("GET /chat HTTP/1.1", "Host: server.example.com", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: http://example.com", "Sec-WebSocket-Protocol: chat, superchat",
            "Sec-WebSocket-Version: 13")),
        ("browser", Head("GET /stocks/MSFT?depth=5 HTTP/1.1", "Host: localhost:5000", "Connection: keep-alive, Upgrade", "Pragma: no-cache",
            "Cache-Control: no-cache", "Upgrade: websocket", "Origin: http://localhost:5000", "Sec-WebSocket-Version: 13",
            "Accept-Encoding: gzip, deflate", "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")),
        ("absolute-form", Head("GET http://a:80/b?c HTTP/1.1", "Host: A", "Upgrade: websocket", "Connection: upgrade")),
        ("address", Head("GET / HTTP/1.1", "Host: [::1]:8080", "Origin: http://[::1]:8080")),
        ("body-with-upgrade", Head("GET / HTTP/1.1", "Host: a", "Upgrade: websocket", "Content-Length: 5", "Transfer-Encoding: chunked")),
        ("folded", Head("GET / HTTP/1.1", "Host: a", "X: 1", " 2")),
        ("bare-line-feed", "GET / HTTP/1.1\nHost: a\n\n"u8.ToArray()),
        ("http-1.0", Head("GET / HTTP/1.0", "Host: a")),
        ("http2-preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray()),
        ("tls-hello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]),
        ("with-frames-behind", [.. Head("GET / HTTP/1.1", "Host: a"), 0x81, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("too-many-headers", Head(["GET / HTTP/1.1", "Host: a", .. Enumerable.Repeat("X: y", MaxHeaders)])),
        ("head-at-limit", Head("GET / HTTP/1.1", "Host: a", "X: " + new string('y', MaxHeadSize - 34))),
        ("target-too-long", Encoding.ASCII.GetBytes("GET /" + new string('x', MaxHeadSize))),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var status = Parse(input, out var head, out var consumed, out var fault);
        behavior.Add((int)status);
        behavior.Add((int)fault);
        Same(status == RequestHeadStatus.Malformed, fault != RequestHeadFault.None, "a fault when malformed and only then");
        CheckPrefixes(input, status, consumed, fault);
        CheckPieces(input, status, consumed, fault);
        switch (status)
        {
            case RequestHeadStatus.NeedMore:
                Demand(input.Length < MaxHeadSize, "a decision within the limit");
                break;
            case RequestHeadStatus.Malformed:
                CheckRejection(RequestHeadFaults.GetStatusCode(fault), response =>
                    HandshakeResponseWriter.TryWriteRejection(response, fault, out var written) ? written : -1);
                break;
            default:
                Demand(consumed is > 0 and <= MaxHeadSize && consumed <= input.Length, "a head within the input and the limit");
                CheckHead(input[..consumed], head, ref behavior);
                break;
        }

        return behavior.Value;
    }

    private static byte[] Head(params string[] lines) => Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");

    private static RequestHeadStatus Parse(ReadOnlySpan<byte> input, out HandshakeHead head, out int consumed, out RequestHeadFault fault) =>
        RequestHeadParser.TryParse(input, new HeaderField[MaxHeaders], MaxHeadSize, isSecure: false, out head, out consumed, out fault);

    /// <summary>A head that trickles in is decided the same; once decided, more bytes change nothing.</summary>
    private static void CheckPrefixes(ReadOnlySpan<byte> input, RequestHeadStatus status, int consumed, RequestHeadFault fault)
    {
        var random = FuzzRandom.From(input);
        for (var i = 0; i < 4; i++)
        {
            var prefix = input[..random.Next(input.Length + 1)];
            var early = Parse(prefix, out _, out var earlyConsumed, out var earlyFault);
            if (early != RequestHeadStatus.NeedMore)
            {
                Same((status, consumed, fault), (early, earlyConsumed, earlyFault), $"decision after {prefix.Length} bytes");
            }
        }
    }

    /// <summary>Read in pieces, each taken up where the last one stopped, it is the same.</summary>
    private static void CheckPieces(ReadOnlySpan<byte> input, RequestHeadStatus status, int consumed, RequestHeadFault fault)
    {
        var random = FuzzRandom.From(input);
        var fields = new HeaderField[MaxHeaders];
        var progress = default(HeadProgress);
        var length = 0;
        while (true)
        {
            var found = RequestHeadParser.TryParse(
                input[..length], fields, MaxHeadSize, isSecure: false, ref progress, out _, out var foundConsumed, out var foundFault);
            if (found != RequestHeadStatus.NeedMore || length == input.Length)
            {
                Same((status, consumed, fault), (found, foundConsumed, foundFault), $"decision in pieces, after {length} bytes");
                return;
            }

            length = Math.Min(length + 1 + random.Next(40), input.Length);
        }
    }

    private static void CheckHead(ReadOnlySpan<byte> bytes, in HandshakeHead head, ref Behavior behavior)
    {
        Demand(bytes.EndsWith("\r\n\r\n"u8), "a head ends with an empty line");
        Demand(bytes[2..^4].IndexOf("\r\n\r\n"u8) < 0, "and has no other");
        Demand(head.Target[0] == '/' && !head.Target.Contains((byte)' '), "a target in origin form");
        var headers = HeaderText.Read(bytes, head);

        Same(1, HeaderText.Values(headers, "Host").Length, "Host lines");
        if (HeaderText.Values(headers, "Upgrade").Length > 0)
        {
            Demand(HeaderText.Values(headers, "Transfer-Encoding").Length == 0, "no chunked body with an upgrade");
            Demand(HeaderText.Values(headers, "Content-Length").All(length => length.Length > 0 && length.All(digit => digit == '0')), "no body with an upgrade");
        }

        CheckUpgrade(head, headers, ref behavior);
        CheckProtocols(head, headers);
        CheckOrigin(head, headers, ref behavior);
    }

    private static void CheckUpgrade(scoped in HandshakeHead head, List<(string Name, string Value)> headers, ref Behavior behavior)
    {
        var fault = HandshakeRules.CheckUpgrade(head);
        behavior.Add((int)fault);
        if (fault != HandshakeFault.None)
        {
            CheckRejection(HandshakeFaults.GetStatusCode(fault), response =>
                HandshakeResponseWriter.TryWriteRejection(response, fault, out var written) ? written : -1);
            return;
        }

        Demand(HeaderText.Elements(headers, "Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase), "Upgrade lists websocket");
        Demand(HeaderText.Elements(headers, "Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase), "Connection lists upgrade");
        Same("13", HeaderText.Values(headers, "Sec-WebSocket-Version").Single(), "version");
        var key = HeaderText.Values(headers, "Sec-WebSocket-Key").Single();
        Same(16, Convert.FromBase64String(key).Length, "bytes of the key");
        var response = new byte[HandshakeResponseWriter.GetAcceptanceSize(0)];
        Demand(HandshakeResponseWriter.TryWriteAcceptance(response, Encoding.Latin1.GetBytes(key), [], out var written), "an acceptance fits");
        Same(response.Length, written, "size of the acceptance");
        Same(6, Encoding.Latin1.GetString(response).Split("\r\n").Length, "lines of the acceptance");
    }

    private static void CheckProtocols(in HandshakeHead head, List<(string Name, string Value)> headers)
    {
        var expected = HeaderText.Elements(headers, "Sec-WebSocket-Protocol");
        var found = new List<string>();
        foreach (var name in SubprotocolList.Of(head))
        {
            found.Add(Encoding.Latin1.GetString(name));
            Demand(SubprotocolList.Of(head).Contains(name), "what is listed is contained");
        }

        Demand(expected.SequenceEqual(found), "sub-protocols in order");
        if (HandshakeRules.CheckUpgrade(head) == HandshakeFault.None)
        {
            Demand(!found.Any(name => Separators.Any(name.Contains)), "sub-protocols are tokens");
        }
    }

    private static void CheckOrigin(in HandshakeHead head, List<(string Name, string Value)> headers, ref Behavior behavior)
    {
        var sent = HeaderText.Values(headers, "Origin");
        var isSent = OriginRules.TryGetOrigin(head, out var origin);
        behavior.Add(isSent);
        Same(sent.Length > 0, isSent, "whether there is an origin");
        if (!isSent)
        {
            return;
        }

        Same(sent.Length == 1 ? sent[0] : "", Encoding.Latin1.GetString(origin), "origin");
        var isSame = OriginRules.IsSameOrigin(head, origin);
        var isAllowed = OriginRules.Is(origin, "https://example.com"u8);
        var isSubdomain = OriginRules.IsSubdomainOf(origin, "https"u8, "example.com"u8);
        behavior.Add(isSame);
        behavior.Add(isAllowed);
        behavior.Add(isSubdomain);
        Demand(!isSame || HostAndPort(sent[0]) == HostAndPort($"{sent[0].Split("://")[0]}://{HeaderText.Values(headers, "Host")[0]}"), "the same origin");
        Demand(!isAllowed || HostAndPort(sent[0]) == "example.com:443", "the admitted origin");
        var host = HostAndPort(sent[0]);
        Demand(!isSubdomain || (host.EndsWith(".example.com:443", StringComparison.Ordinal) && !isAllowed), "a sub-domain");
        Demand(!isSubdomain || !host.Split(':')[0].Split('.').Contains(""), "labels that are not empty");
    }

    /// <summary>By string code: host in lower case and port, filled in.</summary>
    private static string HostAndPort(string origin)
    {
        var parts = origin.ToLowerInvariant().Split("://", 2);
        if (parts.Length < 2)
        {
            return "";
        }

        var end = parts[1].LastIndexOf(']') + 1;
        var colon = parts[1].IndexOf(':', end);
        var host = colon < 0 ? parts[1] : parts[1][..colon];
        var port = colon < 0 || colon + 1 == parts[1].Length ? (parts[0] is "https" or "wss" ? "443" : "80") : parts[1][(colon + 1)..].TrimStart('0');
        return $"{host}:{port}";
    }

    private static void CheckRejection(int statusCode, Func<byte[], int> write)
    {
        var response = new byte[HandshakeResponseWriter.MaxRejectionSize];
        var written = write(response);
        Demand(written > 0, "a rejection fits its promised size");
        var text = Encoding.ASCII.GetString(response, 0, written);
        Demand(text.StartsWith($"HTTP/1.1 {statusCode} ", StringComparison.Ordinal) && text.Contains("\r\n\r\n", StringComparison.Ordinal), "a response");
    }
}
