using System.Net;
using System.Security.Claims;
using System.Text;

namespace Endpoints.Testing;

/// <summary>The opening handshake that a test's peer sends, and how it behaves afterwards.</summary>
public sealed class WebSocketTestRequest
{
    internal const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>The <c>Origin</c> header, for example <c>https://app.example.com</c>; <see langword="null"/> (default) for none.</summary>
    public string? Origin { get; set; }

    /// <summary>The <c>Host</c> header. Default <c>localhost</c>.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The sub-protocols that the peer offers, the most wanted first. Empty by default.</summary>
    public IList<string> Protocols { get; } = [];

    /// <summary>More header lines.</summary>
    public IList<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Whether the connection counts as one over TLS, which the same-origin check looks at. Off by default.</summary>
    public bool IsSecure { get; set; }

    /// <summary>
    /// Who is signed in: <see cref="WebSocketHandshake.User"/>. Nobody by default. Policies are not evaluated here; they are
    /// ASP.NET Core's, and tested with its own test server.
    /// </summary>
    public ClaimsPrincipal? User { get; set; }

    /// <summary>The peer's address, as handlers see it; <see langword="null"/> by default.</summary>
    public EndPoint? RemoteEndPoint { get; set; }

    /// <summary>Whether pings are answered, as every client does. On by default; off to test what happens to a dead peer.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Whether the server's close frame is answered, as every client does. On by default.</summary>
    public bool AnswersClose { get; set; } = true;

    /// <summary>Adds a header line.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, without line breaks.</param>
    public void AddHeader(string name, string value) => Headers.Add(KeyValuePair.Create(name, value));

    /// <summary>The request head as bytes.</summary>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or something holds a line break.</exception>
    internal byte[] ToBytes(string path)
    {
        if (!path.StartsWith('/'))
        {
            throw new ArgumentException($"The path '{path}' has to begin with a slash.", nameof(path));
        }

        var head = new StringBuilder();
        Line($"GET {Escape(path)} HTTP/1.1");
        Line($"Host: {Host}");
        Line("Upgrade: websocket");
        Line("Connection: Upgrade");
        Line($"Sec-WebSocket-Key: {Key}");
        Line("Sec-WebSocket-Version: 13");
        if (Origin is not null)
        {
            Line($"Origin: {Origin}");
        }

        if (Protocols.Count > 0)
        {
            Line($"Sec-WebSocket-Protocol: {string.Join(", ", Protocols)}");
        }

        foreach (var (name, value) in Headers)
        {
            Line($"{name}: {value}");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());

        void Line(string line)
        {
            if (line.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new ArgumentException($"A line of a request holds no line break: '{line}'.");
            }

            head.Append(line).Append("\r\n");
        }
    }

    // What may not stand in a request line as it is; what is escaped already stays.
    private static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            escaped.Append(rune.Value is > ' ' and < 0x7F ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }

        return escaped.ToString();
    }
}
