using Endpoints.Dispatch;
using static Endpoints.Conformance.Tests.Doors.Heads.HeadCase;

namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>
/// Request heads, right and wrong in each point of RFC 6455 section 4.2.1 and in what RFC 9112 lets smugglers use. Where two statuses
/// stand, the second is Kestrel's own answer, given before our code is asked.
/// </summary>
internal static class HeadCatalog
{
    public static IReadOnlyList<HeadGroup> Groups { get; } =
    [
        new("H.1", "request line", "RFC 6455 4.2.1 (1), RFC 9112 3", [.. RequestLines]),
        new("H.2", "Host", "RFC 6455 4.2.1 (2), RFC 9112 3.2", [.. Hosts]),
        new("H.3", "Upgrade", "RFC 6455 4.2.1 (3)", [.. Upgrades]),
        new("H.4", "Connection", "RFC 6455 4.2.1 (4)", [.. Connections]),
        new("H.5", "Sec-WebSocket-Key", "RFC 6455 4.2.1 (5), 4.3", [.. Keys]),
        new("H.6", "Sec-WebSocket-Version", "RFC 6455 4.2.1 (6), 4.3, 4.4", [.. Versions]),
        new("H.7", "Origin", "RFC 6455 4.2.2 (4), 10.2", [.. Origins]),
        new("H.8", "Sec-WebSocket-Protocol and Sec-WebSocket-Extensions", "RFC 6455 4.3, 9.1", [.. Offers]),
        new("H.9", "header lines", "RFC 9112 2.2, 5", [.. HeaderSyntax]),
        new("H.10", "a body with the upgrade", "RFC 9112 6, 11.2", [.. Bodies]),
        new("H.11", "paths", "RFC 6455 4.2.2 (4), RFC 3986 2.1", [.. Paths]),
        new("H.12", "size and number", "RFC 6585 5, RFC 9112 3", [.. Sizes]),
        new("H.13", "no HTTP at all", "RFC 9112 3", [.. NoHttp]),
    ];

    private static IEnumerable<HeadCase> RequestLines
    {
        get
        {
            yield return Of("as it should be", WithLine("GET /echo HTTP/1.1"), 101);
            yield return Of("an empty line before", "\r\n" + WithLine("GET /echo HTTP/1.1"), 101);
            yield return Of("with a query", WithLine("GET /echo?a=b&c HTTP/1.1"), 101);
            yield return Of("in absolute form", WithLine("GET http://localhost/echo HTTP/1.1"), 101);
            foreach (var method in new[] { "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "get", "GETT", "BREW" })
            {
                yield return Of($"method {method}", WithLine($"{method} /echo HTTP/1.1"), 405);
            }

            yield return Of("CONNECT in authority form", WithLine("CONNECT localhost:80 HTTP/1.1"), 400);
            yield return Of("HTTP/1.0", WithLine("GET /echo HTTP/1.0"), 505);
            yield return Of("HTTP/0.9", WithLine("GET /echo HTTP/0.9"), 505);
            yield return Of("HTTP/1.2", WithLine("GET /echo HTTP/1.2"), 505);
            yield return Of("HTTP/2.0", WithLine("GET /echo HTTP/2.0"), 505);
            yield return Of("HTTP/11.1", WithLine("GET /echo HTTP/11.1"), 400);
            yield return Of("a version in lower case", WithLine("GET /echo http/1.1"), 400, 505);
            yield return Of("no version", WithLine("GET /echo"), 400);
            yield return Of("no target", WithLine("GET HTTP/1.1"), 400);
            yield return Of("two spaces before the target", WithLine("GET  /echo HTTP/1.1"), 400);
            yield return Of("two spaces behind the target", WithLine("GET /echo  HTTP/1.1"), 400, 101);
            yield return Of("a space behind the version", WithLine("GET /echo HTTP/1.1 "), 400);
            yield return Of("a tab", WithLine("GET\t/echo HTTP/1.1"), 400);
            yield return Of("a method that is no token", WithLine("G(T /echo HTTP/1.1"), 400);
            yield return Of("a space before the method", WithLine(" GET /echo HTTP/1.1"), 400);
            yield return Of("a relative target", WithLine("GET echo HTTP/1.1"), 400, 405);
            yield return Of("the asterisk", WithLine("GET * HTTP/1.1"), 400, 405);
            yield return Of("a foreign scheme", WithLine("GET ftp://localhost/echo HTTP/1.1"), 400);
            yield return Of("another host than Host", WithLine("GET http://other/echo HTTP/1.1"), 400);
            yield return Of("user information in the target", WithLine("GET http://me@localhost/echo HTTP/1.1"), 400, 101);
            yield return Of("a fragment", WithLine("GET /echo#here HTTP/1.1"), 400, 404);
            yield return Of("NUL in the target", WithLine("GET /ec\0ho HTTP/1.1"), 400);
            yield return Of("a byte above ASCII in the target", WithLine("GET /\u00E9cho HTTP/1.1"), 400);
            yield return Of("a control character in the target", WithLine("GET /ec\u0001ho HTTP/1.1"), 400, 404);
        }
    }

    private static IEnumerable<HeadCase> Hosts
    {
        get
        {
            foreach (var host in new[] { "localhost:80", "127.0.0.1", "[::1]:8080", "EXAMPLE.org" })
            {
                yield return Of(host, With("Host", $"Host: {host}"), 101);
            }

            yield return Of("missing", With("Host"), 400);
            yield return Of("twice", With("Host", "Host: localhost", "Host: localhost"), 400);
            yield return Of("two that differ", With("Host", "Host: a", "Host: b"), 400);
            yield return Of("two in one line", With("Host", "Host: a, b"), 400);
            foreach (var host in new[] { "a b", "a/b", "me@a", "a:b", "a?b", "a#b", "[::1", "a\\b" })
            {
                yield return Of($"'{host}'", With("Host", $"Host: {host}"), 400);
            }

            yield return Of("a port that is none", With("Host", "Host: a:99999"), 400, 101);
        }
    }

    private static IEnumerable<HeadCase> Upgrades
    {
        get
        {
            foreach (var value in new[] { "WebSocket", "WEBSOCKET", "h2c, websocket", "websocket, h2c", " websocket\t" })
            {
                yield return Of($"'{value}'", With("Upgrade", $"Upgrade: {value}"), 101);
            }

            yield return Of("over two lines", With("Upgrade", "Upgrade: h2c", "Upgrade: websocket"), 101);
            yield return Of("the name in lower case", With("Upgrade", "upgrade: websocket"), 101);
            yield return Of("missing", With("Upgrade"), 426);
            foreach (var value in new[] { "", "h2c", "websocketx", "web socket", "websocket/13", "\"websocket\"" })
            {
                yield return Of($"'{value}'", With("Upgrade", $"Upgrade: {value}"), 426);
            }
        }
    }

    private static IEnumerable<HeadCase> Connections
    {
        get
        {
            foreach (var value in new[] { "upgrade", "UPGRADE", "keep-alive, Upgrade", "Upgrade, keep-alive", ",,Upgrade,," })
            {
                yield return Of($"'{value}'", With("Connection", $"Connection: {value}"), 101);
            }

            yield return Of("over two lines", With("Connection", "Connection: keep-alive", "Connection: Upgrade"), 101);
            yield return Of("missing", With("Connection"), 400);
            foreach (var value in new[] { "", "close", "keep-alive", "Upgraded", "Up grade" })
            {
                yield return Of($"'{value}'", With("Connection", $"Connection: {value}"), 400);
            }
        }
    }

    private static IEnumerable<HeadCase> Keys
    {
        get
        {
            foreach (var key in new[] { "AAAAAAAAAAAAAAAAAAAAAA==", "++++++++++++++++++++++==", "dGhlIHNhbXBsZSBub25jZR==", "  dGhlIHNhbXBsZSBub25jZQ==  " })
            {
                yield return Of($"'{key}'", With("Sec-WebSocket-Key", $"Sec-WebSocket-Key: {key}"), 101);
            }

            yield return Of("missing", With("Sec-WebSocket-Key"), 400);
            yield return Of("twice", Plus("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 400);
            foreach (var key in new[]
            {
                "", "x", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZWE=", "dGhlIHNhbXBsZSBub25jZWFh",
                "dGhlIHNhbXBsZSBub25jZQ===", "dGhlIHNhbXBsZSBub25j!Q==", "dGhlIHNhbX BsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==, x", "=dGhlIHNhbXBsZSBub25jZQ=",
                "dGhl-HNhbXBsZSBub2_jZQ==", new string('A', 5_000),
            })
            {
                yield return Of($"'{key[..Math.Min(40, key.Length)]}'", With("Sec-WebSocket-Key", $"Sec-WebSocket-Key: {key}"), 400);
            }
        }
    }

    private static IEnumerable<HeadCase> Versions
    {
        get
        {
            yield return Of("missing", With("Sec-WebSocket-Version"), 400);
            yield return Of("twice", Plus("Sec-WebSocket-Version: 13"), 400);
            foreach (var version in new[] { "0", "1", "7", "8", "12", "14", "99", "100", "255" })
            {
                yield return Of(version, With("Sec-WebSocket-Version", $"Sec-WebSocket-Version: {version}"), 426);
            }

            foreach (var version in new[] { "", "013", "+13", "-13", "13.0", "256", "1000", "0x0D", "13, 8", "13;8", "thirteen", "1 3", "\"13\"" })
            {
                yield return Of($"'{version}'", With("Sec-WebSocket-Version", $"Sec-WebSocket-Version: {version}"), 400);
            }
        }
    }

    private static IEnumerable<HeadCase> Origins
    {
        get
        {
            yield return Of("the own one", Plus("Origin: http://localhost"), 101);
            yield return Of("the own one, its port named", Plus("Origin: http://localhost:80"), 101);

            // Whether TLS ended at a proxy in front is not known (docs/decisions/0005).
            yield return Of("the own one over TLS", Plus("Origin: https://localhost"), 101);
            foreach (var origin in new[]
            {
                "http://localhost:81", "http://evil.example", "http://localhost.evil.example", "http://evillocalhost", "null", "", "*",
                "http://localhost/", "http://localhost@evil.example", "http://localhost, http://evil.example", "localhost", "file://",
            })
            {
                yield return Of($"'{origin}'", Plus($"Origin: {origin}"), 403);
            }

            yield return Of("twice", Plus("Origin: http://localhost", "Origin: http://localhost"), 403);
        }
    }

    private static IEnumerable<HeadCase> Offers
    {
        get
        {
            foreach (var value in new[] { "chat", "a, b", "a,,b", "chat, chat", "v1.stomp", "!#$%&'*+-.^_`|~09azAZ" })
            {
                yield return Of($"protocol '{value}'", Plus($"Sec-WebSocket-Protocol: {value}"), 101);
            }

            foreach (var value in new[] { "", ",", "a b", "a/b", "a;b", "(a)", "\"a\"", "a, b c", "a\u00E9" })
            {
                yield return Of($"protocol '{value}'", Plus($"Sec-WebSocket-Protocol: {value}"), 400);
            }

            foreach (var value in new[] { "foo", "foo; bar", "foo; bar=1", "foo; bar=\"1\"", "foo; bar=\"a\\b\"", "foo, bar; baz", "foo ; bar = 1", "x-webkit-deflate-frame", "foo,,bar" })
            {
                yield return Of($"extension '{value}'", Plus($"Sec-WebSocket-Extensions: {value}"), 101);
            }

            foreach (var value in new[]
            {
                "", ",", ";", "foo;", "foo; ;", "foo; =1", "foo; a=", "foo; a=b c", "foo bar", "=a", "foo; a=\"b", "foo; a=\"b c\"", "foo; a=\"\"", "foo; a=\"b,c\"",
                "foo; a=\"b\\\"c\"", "foo; a=\"b\"c", "f\u00F6\u00F6", "permessage-deflate; server_max_window_bits=\"\"",
            })
            {
                yield return Of($"extension '{value}'", Plus($"Sec-WebSocket-Extensions: {value}"), 400);
            }
        }
    }

    private static IEnumerable<HeadCase> HeaderSyntax
    {
        get
        {
            yield return Of("white space around a value", Plus("X-A:\t b \t"), 101);
            yield return Of("an empty value", Plus("X-A:"), 101);
            yield return Of("the same name many times", Plus([.. Enumerable.Range(0, 20).Select(i => $"X-A: {i}")]), 101);
            yield return Of("lines that end with LF", WithLine("GET /echo HTTP/1.1").Replace("\r\n", "\n", StringComparison.Ordinal), 400, 101);
            yield return Of("one line that ends with LF", Plus("X-A: b\nX-B: c"), 400, 101);
            yield return Of("CR in a value", Plus("X-A: b\rc"), 400);
            yield return Of("NUL in a value", Plus("X-A: b\0c"), 400);
            yield return Of("a control character in a value", Plus("X-A: b\u0001c"), 400, 101);
            yield return Of("DEL in a value", Plus("X-A: b\u007Fc"), 400, 101);
            yield return Of("NUL in a name", Plus("X\0A: b"), 400);
            yield return Of("a folded line", Plus("X-A: b", " c"), 400);
            yield return Of("a folded line with a tab", Plus("X-A: b", "\tc"), 400);
            yield return Of("a fold in the first header", WithLine("GET /echo HTTP/1.1\r\n X-A: b"), 400);
            yield return Of("a space before the colon", Plus("X-A : b"), 400);
            yield return Of("a tab before the colon", Plus("X-A\t: b"), 400);
            yield return Of("a space before the colon of Upgrade", With("Upgrade", "Upgrade : websocket"), 400);
            yield return Of("no colon", Plus("X-A"), 400);
            yield return Of("no name", Plus(": b"), 400);
            yield return Of("a space in a name", Plus("X A: b"), 400);
            yield return Of("a parenthesis in a name", Plus("X(A): b"), 400, 101);
            yield return Of("a byte above ASCII in a name", Plus("X\u00E9: b"), 400);
        }
    }

    private static IEnumerable<HeadCase> Bodies
    {
        get
        {
            yield return Of("Content-Length: 0", Plus("Content-Length: 0"), 101);
            yield return Of("Content-Length: 5", Plus("Content-Length: 5") + "hello", 400);
            yield return Of("chunked", Plus("Transfer-Encoding: chunked") + "0\r\n\r\n", 400);
            yield return Of("chunked and Content-Length", Plus("Transfer-Encoding: chunked", "Content-Length: 5") + "0\r\n\r\n", 400);
            yield return Of("Content-Length and chunked", Plus("Content-Length: 0", "Transfer-Encoding: chunked") + "0\r\n\r\n", 400);
            yield return Of("two that differ", Plus("Content-Length: 0", "Content-Length: 5") + "hello", 400);
            yield return Of("two in one line", Plus("Content-Length: 0, 5") + "hello", 400);
            foreach (var length in new[] { "-1", "0x0", "a", "", "99999999999999999999" })
            {
                yield return Of($"Content-Length: '{length}'", Plus($"Content-Length: {length}"), 400);
            }

            yield return Of("Content-Length: '+0'", Plus("Content-Length: +0"), 400, 101);
            foreach (var encoding in new[] { "identity", "gzip", "xchunked", "chunked, chunked", " chunked" })
            {
                yield return Of($"Transfer-Encoding: '{encoding}'", Plus($"Transfer-Encoding: {encoding}") + "0\r\n\r\n", 400);
            }
        }
    }

    private static IEnumerable<HeadCase> Paths
    {
        get
        {
            yield return Of("letters in percent-encoding", WithLine("GET /%65cho HTTP/1.1"), 101);
            yield return Of("a dot segment", WithLine("GET /a/../echo HTTP/1.1"), 101);
            foreach (var path in new[] { "/", "/nothing", "/echo/more", "/echo%2Fmore", "/%2565cho", "/e%C3%A9cho" })
            {
                yield return Of(path, WithLine($"GET {path} HTTP/1.1"), 404);
            }

            yield return Of("over-long UTF-8 for e", WithLine("GET /%C1%A5cho HTTP/1.1"), 404);
            yield return Of("%00", WithLine("GET /echo%00 HTTP/1.1"), 400);
            yield return Of("percent-encoding without end", WithLine($"GET /{string.Concat(Enumerable.Repeat("%25", 1_500))} HTTP/1.1"), 404);
        }
    }

    private static IEnumerable<HeadCase> Sizes
    {
        get
        {
            var more = HeadProcessor.MaxHeaders - 5;
            yield return Of("100 headers", Plus([.. Enumerable.Repeat("X: y", more)]), 101);
            yield return Of("101 headers", Plus([.. Enumerable.Repeat("X: y", more + 1)]), 431);
            yield return Of("10,000 headers", Plus([.. Enumerable.Repeat("X: y", 10_000)]), 431);
            yield return Of("a head of 16 KiB", Filled(HeadProcessor.MaxHeadSize), 101);
            yield return Of("a head of 16 KiB and a byte", Filled(HeadProcessor.MaxHeadSize + 1), 431, 101);
            yield return Of("a header of 100 KiB", Filled(100 * 1024), 431);
            yield return Of("a target of 100 KiB", WithLine($"GET /{new string('x', 100 * 1024)} HTTP/1.1"), 414);
            yield return Of("a header's name of 100 KiB", Plus($"{new string('x', 100 * 1024)}: y"), 431);
            yield return Of("2000 query parameters", WithLine($"GET /echo?{string.Join('&', Enumerable.Repeat("a", 2_000))} HTTP/1.1"), 101);

            static string Filled(int size) => Plus("X: " + new string('x', size - Plus("X: ").Length));
        }
    }

    private static IEnumerable<HeadCase> NoHttp
    {
        get
        {
            yield return Of("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003" + new string('\u0000', 100) + "\r\n\r\n", 400);
            yield return Of("HTTP/2 with prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, HeadCase.NoAnswer);
            yield return Of("a frame", "\u0081\u0085\u0037\u00FA\u0021\u003D\u007F\u009F\u004D\u0051\u0058\r\n", 400);
            yield return Of("SMTP", "EHLO example.org\r\n", 400);
            yield return Of("SSH", "SSH-2.0-OpenSSH_9.6\r\n", 400);
            yield return Of("letters", new string('x', 1_000) + "\r\n", 400);
            yield return Of("high bytes", new string('\u00FF', 1_000) + "\r\n", 400);
        }
    }
}
