namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>RFC 6455 sections 4.1 and 4.2.1: what a client's handshake must hold, and the answer to one that does not.</summary>
public sealed class Section4_1_ClientRequirements
{
    private const string RequestLine = "GET /chat HTTP/1.1";
    private const string Host = "Host: server.example.com";
    private const string Upgrade = "Upgrade: websocket";
    private const string Connection = "Connection: Upgrade";
    private const string Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private const string Version = "Sec-WebSocket-Version: 13";

    private static readonly Section4_Server Server = new() { Protocols = ["chat"] };

    public static TheoryData<int, string, string> Violations => new()
    {
        // 4.1 item 2, 4.2.1 item 1: GET, HTTP/1.1 or higher, a request-target that is a path.
        { 405, RequestLine, "POST /chat HTTP/1.1" },
        { 405, RequestLine, "HEAD /chat HTTP/1.1" },
        { 505, RequestLine, "GET /chat HTTP/1.0" },
        { 400, RequestLine, "GET chat HTTP/1.1" },
        { 400, RequestLine, "GET /chat" },
        // Item 2: Host.
        { 400, Host, "" },
        { 400, Host, Host + "\r\n" + Host },
        { 400, Host, "Host: a b" },
        // Item 3: Upgrade.
        { 426, Upgrade, "" },
        { 426, Upgrade, "Upgrade: h2c" },
        // Item 4: Connection.
        { 400, Connection, "" },
        { 400, Connection, "Connection: close" },
        // Item 5: Sec-WebSocket-Key, 16 bytes when decoded, once (section 11.3.1).
        { 400, Key, "" },
        { 400, Key, "Sec-WebSocket-Key: c2hvcnQ=" },
        { 400, Key, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWE=" },
        { 400, Key, Key + "\r\n" + Key },
        // Item 6: Sec-WebSocket-Version, once (section 11.3.5).
        { 400, Version, "" },
        { 400, Version, Version + "\r\n" + Version },
        { 400, Version, "Sec-WebSocket-Version: 13, 8" },
        { 426, Version, "Sec-WebSocket-Version: 8" },
        { 426, Version, "Sec-WebSocket-Version: 14" },
        // Item 7: Origin, one of another site (section 10.2).
        { 403, Version, Version + "\r\nOrigin: http://evil.example.com" },
        { 403, Version, Version + "\r\nOrigin: null" },
        // Item 8: Sec-WebSocket-Protocol, tokens.
        { 400, Version, Version + "\r\nSec-WebSocket-Protocol: a/b" },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_handshake_that_breaks_a_requirement_is_refused(int status, string line, string replacement) =>
        Assert.Equal(status, Server.Status(Request(line, replacement)));

    [Fact]
    public void The_same_handshake_without_the_violation_is_accepted() => Assert.Equal(101, Server.Status(Request("", "")));

    [Fact]
    public void An_unsupported_version_is_answered_with_the_supported_one()
    {
        // Section 4.4.
        var response = Server.Answer(Request(Version, "Sec-WebSocket-Version: 25"))!;
        Assert.StartsWith("HTTP/1.1 426 Upgrade Required\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_come_in_any_case_and_order()
    {
        string[] lines =
        [
            "sec-websocket-VERSION: 13", "SEC-WEBSOCKET-KEY:dGhlIHNhbXBsZSBub25jZQ==", "connection: upgrade", "upgrade: WEBSOCKET", "host: a",
        ];
        Assert.Equal(101, Server.Status($"{RequestLine}\r\n{string.Join("\r\n", lines)}\r\n\r\n"));
    }

    [Fact]
    public void Unknown_headers_are_ignored() =>
        Assert.Equal(
            101,
            Server.Status(Request(Version, Version + "\r\nCookie: a=b\r\nX-Unknown: \"x\"\r\nSec-WebSocket-Extensions: x-unknown")));

    private static string Request(string line, string replacement)
    {
        var lines = new[] { RequestLine, Host, Upgrade, Connection, Key, Version }
            .Select(present => present == line ? replacement : present)
            .Where(present => present.Length > 0);
        return string.Join("\r\n", lines) + "\r\n\r\n";
    }
}
