using System.Text;
using Endpoints.Fuzz.Engine;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>Responses to our client's handshake: the parser, and the six steps by which one is taken (RFC 6455 section 4.1).</summary>
internal sealed class ResponseTarget : FuzzTarget
{
    private const int MaxHeadSize = 1024;
    private const int MaxHeaders = 12;
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static readonly string[] Protocols = ["chat", "superchat"];

    private static readonly DeflatePolicy Deflate = new()
    {
        ServerNoContextTakeover = true, ClientNoContextTakeover = false, ServerMaxWindowBits = 12, ClientMaxWindowBits = 15, MinDeflateWindowBits = 9,
    };

    public override string Name => "response";

    public override int MaxInputLength => MaxHeadSize + 64;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", "\0", " ", "\t", ":", ",", "HTTP/1.1 ", "HTTP/1.0 ", "101", "200 OK", "101 Switching Protocols\r\n",
            "Upgrade: websocket\r\n", "Upgrade: h2c\r\n", "Connection: Upgrade\r\n", "Connection: close, upgrade\r\n", $"Sec-WebSocket-Accept: {Accept}\r\n",
            "Sec-WebSocket-Protocol: chat\r\n", "Sec-WebSocket-Protocol: other\r\n", "Sec-WebSocket-Extensions: ", "permessage-deflate",
            "; server_no_context_takeover", "; server_max_window_bits=12", "; client_max_window_bits=8", "\r\nX: y",
        }.Select(Encoding.ASCII.GetBytes),
        [0x80], [0xFF], [0x7F],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("accepted", Head("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Accept: {Accept}")),
        ("all-agreed", Head("HTTP/1.1 101 ", "upgrade: WebSocket", "connection: keep-alive, upgrade", $"sec-websocket-accept: {Accept}",
            "Sec-WebSocket-Protocol: superchat",
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; server_max_window_bits=12; client_max_window_bits=9")),
        ("refused", Head("HTTP/1.1 503 Service Unavailable", "Retry-After: 1", "Content-Length: 4")),
        ("wrong-accept", Head("HTTP/1.1 101", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
        ("other-protocol", Head("HTTP/1.1 101 x", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Accept: {Accept}", "Sec-WebSocket-Protocol: other")),
        ("http-1.0", Head("HTTP/1.0 101 x")),
        ("no-http", "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray()),
        ("with-frames-behind", [.. Head("HTTP/1.1 101 x", "Upgrade: websocket"), 0x81, 0x02, 0x68, 0x69]),
        ("too-many-headers", Head(["HTTP/1.1 200 OK", .. Enumerable.Repeat("X: y", MaxHeaders + 1)])),
        ("too-large", Encoding.ASCII.GetBytes("HTTP/1.1 200 " + new string('x', MaxHeadSize))),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var progress = default(HeadProgress);
        var fields = new HeaderField[MaxHeaders];
        var status = ResponseHeadParser.TryParse(input, fields, MaxHeadSize, ref progress, out var head, out var consumed, out var fault);
        behavior.Add((int)status);
        behavior.Add((int)fault);
        Same(status == RequestHeadStatus.Malformed, fault != ResponseFault.None, "a fault when malformed and only then");
        CheckPieces(input, status, consumed, fault);
        switch (status)
        {
            case RequestHeadStatus.NeedMore:
                Demand(input.Length < MaxHeadSize, "a decision within the limit");
                break;
            case RequestHeadStatus.Complete:
                Demand(consumed is > 0 and <= MaxHeadSize && consumed <= input.Length, "a head within the input and the limit");
                CheckHead(input[..consumed], in head, ref behavior);
                break;
        }

        return behavior.Value;
    }

    private static byte[] Head(params string[] lines) => Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");

    /// <summary>Read in pieces, each taken up where the last one stopped, it is the same.</summary>
    private static void CheckPieces(ReadOnlySpan<byte> input, RequestHeadStatus status, int consumed, ResponseFault fault)
    {
        var random = FuzzRandom.From(input);
        var fields = new HeaderField[MaxHeaders];
        var progress = default(HeadProgress);
        for (var length = 0; ; length = Math.Min(length + 1 + random.Next(40), input.Length))
        {
            var found = ResponseHeadParser.TryParse(input[..length], fields, MaxHeadSize, ref progress, out _, out var foundConsumed, out var foundFault);
            if (found != RequestHeadStatus.NeedMore || length == input.Length)
            {
                Same((status, consumed, fault), (found, foundConsumed, foundFault), $"decision in pieces, after {length} bytes");
                return;
            }
        }
    }

    private static void CheckHead(ReadOnlySpan<byte> bytes, in ResponseHead head, ref Behavior behavior)
    {
        Demand(bytes.StartsWith("HTTP/1.1 "u8) && bytes.EndsWith("\r\n\r\n"u8), "a head of HTTP/1.1");
        Same(int.Parse(Encoding.ASCII.GetString(bytes.Slice(9, 3)), System.Globalization.CultureInfo.InvariantCulture), head.StatusCode, "status");
        var headers = HeaderText.Read(bytes, head.Fields);
        var fault = ResponseRules.Check(in head, Encoding.ASCII.GetBytes(Key), Protocols, Deflate, out var protocol, out var agreed);
        behavior.Add((int)fault);
        behavior.Add(protocol);
        behavior.Add(agreed is not null);
        if (fault != ResponseFault.None)
        {
            return;
        }

        Same(101, head.StatusCode, "the status of what is taken");
        Same("websocket", string.Join(",", HeaderText.Elements(headers, "Upgrade")).ToLowerInvariant(), "Upgrade");
        Demand(HeaderText.Elements(headers, "Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase), "Connection lists upgrade");
        Same(Accept, HeaderText.Values(headers, "Sec-WebSocket-Accept").Single(), "accept key");
        Same(protocol < 0 ? "" : Protocols[protocol], string.Join(",", HeaderText.Values(headers, "Sec-WebSocket-Protocol")), "sub-protocol");
        Demand(agreed is not { } found || (found.ServerNoContextTakeover && found.ServerMaxWindowBits <= 12 && found.ClientMaxWindowBits >= 9), "what was offered");
    }
}
