using System.Security.Claims;

// Endpoints with interceptors around their handshakes.
namespace Endpoints.Integration.Tests.Behavior;

[WebSocketEndpoint("/intercepted", Protocols = ["v1", "v2"], Compression = EndpointCompression.On)]
[HandshakeInterceptor<OuterInterceptor>]
[HandshakeInterceptor<ScriptedInterceptor>]
public sealed class InterceptedEndpoint
{
    [OnOpen]
    public static string Opened(WebSocketSession session) =>
        $"{session.Handshake.User.Identity?.Name ?? "nobody"} {session.SubProtocol ?? "plain"} {string.Join(',', session.Items.Values)}";

    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnText(Protocol = "v2")]
    public static string TextOfV2(string text) => $"v2 {text}";

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>Writes down when it was called.</summary>
public sealed class OuterInterceptor(Journal journal) : IWebSocketHandshakeInterceptor
{
    public ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        journal.Add("outer before");
        return default;
    }

    public ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure)
    {
        journal.Add("outer after");
        return default;
    }
}

/// <summary>Does what the query says.</summary>
public sealed class ScriptedInterceptor(Journal journal, Gate gate) : IWebSocketHandshakeInterceptor
{
    public async ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        var request = context.Handshake;
        if (request.GetQueryValue("wait") is not null)
        {
            journal.Add("waiting");
            await gate.Steps.WaitAsync(cancellationToken);
        }

        switch (request.GetQueryValue("do"))
        {
            case "challenge":
                context.Reject(401, "Who are you?", ("WWW-Authenticate", "Bearer"), ("X-Why", "no token"));
                break;
            case "redirect":
                context.Reject(302, headers: ("Location", "/echo"));
                break;
            case "throw":
                throw new InvalidOperationException("Thrown by an interceptor.");
            case "adorn":
                context.AddResponseHeader("Set-Cookie", "a=1");
                context.AddResponseHeader("Set-Cookie", "b=2");
                break;
            case "sign-in":
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada")], "test"));
                context.Items["tenant"] = "acme";
                break;
            case "second":
                context.SelectProtocol("v2");
                break;
            case "unknown":
                context.SelectProtocol("v3");
                break;
            case "plain":
                context.DisableCompression();
                break;
        }
    }

    public ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure)
    {
        journal.Add($"after {context.StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"} {failure?.GetType().Name ?? "-"}");
        return default;
    }
}

/// <summary>For all endpoints of a host.</summary>
public sealed class EverywhereInterceptor(Journal journal) : IWebSocketHandshakeInterceptor
{
    public ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        journal.Add($"everywhere {context.Pattern}");
        if (context.Handshake.GetHeaderValue("X-Quota") == "0")
        {
            context.Reject(429, "Later.", ("Retry-After", "60"));
        }

        return default;
    }
}
