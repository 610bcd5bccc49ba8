using System.Text;

namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>A request head as raw bytes, and the status that it is answered with.</summary>
/// <param name="Title">Unique.</param>
/// <param name="Head">The bytes.</param>
/// <param name="Ours">By our own reader of heads, <c>HeadProcessor</c>. 101: a session, which then has to work.</param>
/// <param name="Kestrel">By Kestrel's reader with our endpoint behind it.</param>
internal sealed record HeadCase(string Title, byte[] Head, int Ours, int Kestrel)
{
    /// <summary>The connection ends without an answer in HTTP/1.1.</summary>
    public const int NoAnswer = 0;

    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private static readonly string[] Lines =
    [
        "Host: localhost", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Version: 13",
    ];

    /// <summary>Both readers answer alike.</summary>
    public static HeadCase Of(string title, string head, int status) => Of(title, head, status, status);

    /// <summary>Latin-1, so that every byte can be written in a string.</summary>
    public static HeadCase Of(string title, string head, int ours, int kestrel) => new(title, Encoding.Latin1.GetBytes(head), ours, kestrel);

    /// <summary>A proper head with another request line.</summary>
    public static string WithLine(string requestLine) => Join([requestLine, .. Lines]);

    /// <summary>A proper head in which the lines of one header are others, or none.</summary>
    public static string With(string name, params string[] lines) =>
        Join(["GET /echo HTTP/1.1", .. Lines.Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal)), .. lines]);

    /// <summary>A proper head with more lines.</summary>
    public static string Plus(params string[] lines) => Join(["GET /echo HTTP/1.1", .. Lines, .. lines]);

    private static string Join(string[] lines) => string.Join("\r\n", [.. lines, "", ""]);
}
