using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

/// <summary>A request head made line by line, without the parser: the checks are tested apart from it.</summary>
internal sealed class RequestHead
{
    private readonly List<byte> _bytes = [];
    private readonly List<HeaderField> _fields = [];

    public string Method { get; set; } = "GET";

    public HandshakeKind Kind { get; set; } = HandshakeKind.Upgrade;

    public bool IsSecure { get; set; }

    /// <summary>The request of RFC 6455 section 1.3 without origin and protocol, leaving out or replacing some headers.</summary>
    public static RequestHead Upgrade(params string[] replacements) => From(
        [
            "Host: example.com", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
        ],
        replacements);

    /// <summary>An extended CONNECT (RFC 8441 section 5.1), <c>:authority</c> given as <c>Host</c>.</summary>
    public static RequestHead Connect(params string[] replacements)
    {
        var head = From(["Host: example.com", "Sec-WebSocket-Version: 13"], replacements);
        head.Method = "CONNECT";
        head.Kind = HandshakeKind.ExtendedConnect;
        return head;
    }

    public RequestHead With(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var value = line[(colon + 1)..].Trim(' ', '\t');
        _fields.Add(new HeaderField(_bytes.Count, colon, _bytes.Count + colon, value.Length));
        _bytes.AddRange(Encoding.Latin1.GetBytes(line[..colon] + value));
        return this;
    }

    public HandshakeHead Build() => new(
        Kind,
        IsSecure,
        Encoding.ASCII.GetBytes(Method),
        "/chat"u8,
        _bytes.ToArray(),
        _fields.ToArray());

    public HandshakeFault Check() => HandshakeRules.CheckUpgrade(Build());

    // "Name:" leaves the header out; "Name: value" lines replace all lines of that name.
    private static RequestHead From(string[] lines, string[] replacements)
    {
        var head = new RequestHead();
        var names = replacements.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Where(line => !names.Contains(NameOf(line))).Concat(replacements.Where(line => !line.EndsWith(':'))))
        {
            head.With(line);
        }

        return head;
    }

    private static string NameOf(string line) => line[..line.IndexOf(':', StringComparison.Ordinal)];
}
