using System.Text;
using System.Text.RegularExpressions;
using Endpoints.Fuzz.Engine;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// Lines of <c>Sec-WebSocket-Extensions</c>, each line of the input one of them: grammar, the server's answer, and what a client makes of
/// them as a response, all against string code.
/// </summary>
internal sealed class ExtensionsTarget : FuzzTarget
{
    private const int MaxHeadSize = 4096;

    // RFC 6455 section 9.1, with the list rule of RFC 9110 section 5.6.1.2. No backtracking: the time is linear whatever comes.
    private static readonly Regex Line = new(
        """\A[ \t,]*(T+[ \t]*(;[ \t]*T+[ \t]*(=[ \t]*(T+|"(\\?T)+")[ \t]*)?)*(,[ \t,]*|\z))*\z"""
            .Replace("T", "[!#$%&'*+.^_`|~0-9A-Za-z-]", StringComparison.Ordinal),
        RegexOptions.NonBacktracking);

    private static readonly DeflatePolicy[] Policies =
    [
        new() { ServerNoContextTakeover = false, ClientNoContextTakeover = false, ServerMaxWindowBits = 15, ClientMaxWindowBits = 15, MinDeflateWindowBits = 9 },
        new() { ServerNoContextTakeover = true, ClientNoContextTakeover = true, ServerMaxWindowBits = 15, ClientMaxWindowBits = 15, MinDeflateWindowBits = 15 },
        new() { ServerNoContextTakeover = true, ClientNoContextTakeover = false, ServerMaxWindowBits = 10, ClientMaxWindowBits = 11 },
    ];

    public override string Name => "extensions";

    public override int MaxInputLength => 600;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. new[]
        {
            "permessage-deflate", "; server_no_context_takeover", "; client_no_context_takeover", "; server_max_window_bits=", "; client_max_window_bits",
            "; client_max_window_bits=", "8", "9", "10", "15", "16", "08", "99999999999", "\"10\"", "\"\\1\\5\"", "\"", "\\", "=", ";", ",", " ", "\t", "\n",
            ", permessage-deflate", "\npermessage-deflate", "x-webkit-deflate-frame", "Permessage-Deflate", "; unknown", "; unknown=1", ",,", ";;",
        }.Select(Encoding.ASCII.GetBytes),
        [0x80], [0x00], [0x7F],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() => new (string Name, string Lines)[]
    {
        ("plain", "permessage-deflate"),
        ("chromium", "permessage-deflate; client_max_window_bits"),
        ("safari", "x-webkit-deflate-frame, permessage-deflate"),
        ("all-parameters", "permessage-deflate; client_max_window_bits=11; server_max_window_bits=12; client_no_context_takeover; server_no_context_takeover"),
        ("fallback", "permessage-deflate; server_max_window_bits=8, permessage-deflate; client_max_window_bits"),
        ("lines", "x-other; a=1\npermessage-deflate; server_max_window_bits=10\npermessage-deflate"),
        ("quoted", "permessage-deflate; server_max_window_bits=\"\\1\\0\""),
        ("quoted-open", "permessage-deflate; a=\"b"),
        ("white-space", "permessage-deflate\t ;  server_max_window_bits \t= 10 , , x"),
        ("repeated", "permessage-deflate; client_max_window_bits; client_max_window_bits=15"),
        ("leading-zero", "permessage-deflate; client_max_window_bits=09"),
        ("unknown", "permessage-deflate; unknown=1, permessage-deflate; server_no_context_takeover=1"),
        ("empty", ",,\n ,"),
        ("malformed-behind-a-good-one", "permessage-deflate, =, permessage-deflate"),
    }.Select(seed => (seed.Name, Encoding.ASCII.GetBytes(seed.Lines)));

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var lines = Encoding.Latin1.GetString(input).Split('\n');
        var request = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + string.Concat(lines.Select(line => $"Sec-WebSocket-Extensions: {line}\r\n")) + "\r\n";
        var status = RequestHeadParser.TryParse(
            Encoding.Latin1.GetBytes(request), new HeaderField[100], MaxHeadSize, isSecure: false, out var head, out _, out _);
        if (status != RequestHeadStatus.Complete)
        {
            // Control characters in a value, or too many lines: HeadTarget is about those.
            return behavior.Value;
        }

        var isGrammatical = lines.All(line => Line.IsMatch(line)) && lines.Any(line => line.Trim(' ', '\t', ',').Length > 0);
        Same(isGrammatical ? HandshakeFault.None : HandshakeFault.ExtensionsMalformed, HandshakeRules.CheckUpgrade(head), "grammar");
        behavior.Add(isGrammatical);
        var extensions = isGrammatical ? ReferenceExtension.Read(lines) : [];
        foreach (var policy in Policies)
        {
            // What is malformed never gets so far, but must not throw either.
            var isTaken = DeflateAcceptance.TryFind(head, policy, out var acceptance);
            var response = new byte[DeflateAcceptance.MaxResponseSize];
            var written = isTaken ? acceptance.WriteResponse(response) : 0;
            var isSound = DeflateOffer.TryReadResponse(new HeaderLines(head, "Sec-WebSocket-Extensions"u8), policy, out var agreed);
            if (isGrammatical)
            {
                var answer = isTaken ? Encoding.ASCII.GetString(response, 0, written) : null;
                Same(ReferenceExtension.Answer(extensions, policy), answer, "answer");
                Same(ReferenceExtension.IsResponse(extensions, policy), isSound, "whether this answers an offer");
                Same(isSound && extensions.Count == 1, isSound && agreed is not null, "whether a response agrees");
                behavior.Add(FuzzRandom.Hash(response.AsSpan(0, written)).GetHashCode());
                behavior.Add(isSound);
            }
        }

        foreach (var extension in extensions)
        {
            behavior.Add(extension.IsSound);
            behavior.AddSize(extension.Parameters.Count);
        }

        return behavior.Value;
    }
}
