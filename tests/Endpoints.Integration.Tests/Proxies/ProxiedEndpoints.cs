using System.Globalization;
using System.Net;
using Endpoints.Integration.Tests.Behavior;

// The endpoints that stand behind proxies.
namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Sends every message back as it came.</summary>
[WebSocketEndpoint("/proxied/echo", MaxMessageSize = LargestMessage)]
public sealed class ProxiedEcho
{
    public const int LargestMessage = 16 * 1024 * 1024;

    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>Tells at once what the server knows of the request, one fact a line.</summary>
[WebSocketEndpoint("/proxied/facts")]
public sealed class ProxiedFacts
{
    [OnOpen]
    public static string Opened(WebSocketSession session)
    {
        var handshake = session.Handshake;
        return string.Join('\n',
            $"from {(handshake.RemoteEndPoint as IPEndPoint)?.Address}",
            $"at {(handshake.LocalEndPoint as IPEndPoint)?.Port}",
            $"host {handshake.GetHeaderValue("Host")}",
            $"forwarded for {handshake.GetHeaderValue("X-Forwarded-For")}",
            $"forwarded proto {handshake.GetHeaderValue("X-Forwarded-Proto")}");
    }

    [OnText]
    public static string Echo(string text) => text;
}

/// <summary>Pings a silent client every second, and writes its answers down.</summary>
[WebSocketEndpoint("/proxied/kept-alive", KeepAliveIntervalSeconds = 1)]
public sealed class ProxiedKeptAlive(Journal journal)
{
    [OnText]
    public static string Echo(string text) => text;

    [OnPong]
    public void Pong() => journal.Add("pong");

    [OnClose]
    public void Closed(CloseStatus status) => journal.Add($"closed {status.Code}");
}

/// <summary>Pings nobody, and answers only when it is asked how many texts have come: by a binary message.</summary>
[WebSocketEndpoint("/proxied/silent", KeepAliveIntervalSeconds = -1)]
public sealed class ProxiedSilent(Journal journal)
{
    private int _texts;

    [OnText]
    public void Count(string text) => _texts++;

    [OnBinary]
    public string Answer(ReadOnlySpan<byte> payload) => _texts.ToString(CultureInfo.InvariantCulture);

    [OnClose]
    public void Closed(CloseStatus status) => journal.Add($"closed {status.Code}");
}
