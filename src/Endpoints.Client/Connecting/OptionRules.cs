using System.Net;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>Refuses options that no connection could be made with, before anything is sent.</summary>
internal static class OptionRules
{
    private const int SmallestHead = 256;
    private const int LargestHead = 1024 * 1024;
    private const int MostRedirects = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // What the handshake itself sends, and what would say where the request ends.
    private static readonly string[] Reserved = ["Host", "Upgrade", "Connection", "Origin", "Content-Length", "Transfer-Encoding"];

    private static readonly string[] OfContent = ["Allow", "Expires", "Last-Modified"];

    /// <summary>Checks options together with the sub-protocols that are offered.</summary>
    /// <exception cref="ArgumentException">The first option that cannot be used.</exception>
    public static void Check(WebSocketClientOptions options, IReadOnlyList<string> protocols)
    {
        Range(nameof(options.MaxMessageSize), options.MaxMessageSize, 1, Array.MaxLength);
        Range(nameof(options.MaxFrameSize), options.MaxFrameSize ?? 1, 1, options.MaxMessageSize);
        Range(nameof(options.MaxSendQueueSize), options.MaxSendQueueSize, 1, Array.MaxLength);
        Range(nameof(options.MaxResponseHeadSize), options.MaxResponseHeadSize, SmallestHead, LargestHead);
        Range(nameof(options.MaxRedirects), options.MaxRedirects, 0, MostRedirects);
        Deadline(nameof(options.ConnectTimeout), options.ConnectTimeout, mayBeInfinite: false);
        Deadline(nameof(options.HandshakeTimeout), options.HandshakeTimeout, mayBeInfinite: false);
        Deadline(nameof(options.KeepAliveInterval), options.KeepAliveInterval, mayBeInfinite: true);
        Deadline(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout, mayBeInfinite: false);
        Deadline(nameof(options.IdleTimeout), options.IdleTimeout, mayBeInfinite: true);
        Deadline(nameof(options.SendTimeout), options.SendTimeout, mayBeInfinite: false);
        Deadline(nameof(options.CloseTimeout), options.CloseTimeout, mayBeInfinite: false);
        if (options.Compression is { } compression)
        {
            Range($"Compression.{nameof(compression.Threshold)}", compression.Threshold, 0, Array.MaxLength);
            Range($"Compression.{nameof(compression.ServerMaxWindowBits)}", compression.ServerMaxWindowBits, 9, 15);
            Range($"Compression.{nameof(compression.ClientMaxWindowBits)}", compression.ClientMaxWindowBits, 9, 15);
        }

        CheckProtocols(protocols);
        CheckVersion(options);
        foreach (var (name, value) in options.Headers)
        {
            CheckHeader(name, value);
        }

        if (options.Origin is { } origin)
        {
            CheckValue(nameof(options.Origin), origin);
        }
    }

    private static void CheckVersion(WebSocketClientOptions options)
    {
        if (options.HttpVersion != HttpVersion.Version11 && options.HttpVersion != HttpVersion.Version20)
        {
            throw Wrong(nameof(options.HttpVersion), $"is {options.HttpVersion}; it must be 1.1 or 2.0.");
        }

        if (!Enum.IsDefined(options.HttpVersionPolicy))
        {
            throw Wrong(nameof(options.HttpVersionPolicy), $"is {options.HttpVersionPolicy}, which is none of its values.");
        }

        var versions = HttpVersions.Of(options);
        if (options.Invoker is not null)
        {
            CheckShared(options, versions);
        }

        if (!versions.Http2)
        {
            return;
        }

        if (options.Tls?.ApplicationProtocols is not null)
        {
            throw Wrong("Tls.ApplicationProtocols", "is given, but HTTP/2 is asked for, which offers by ALPN what HttpVersion and HttpVersionPolicy say.");
        }

        foreach (var name in options.Headers.Keys)
        {
            if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || OfContent.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw Wrong("Headers", $"has {name}, which belongs to a content; the platform's HTTP/2 does not send it with a CONNECT.");
            }
        }
    }

    private static void CheckShared(WebSocketClientOptions options, HttpVersions versions)
    {
        if (versions is not { Http2: true, Http11: false })
        {
            throw Wrong(
                nameof(options.Invoker),
                "shares connections of HTTP/2: set HttpVersion to 2.0 and HttpVersionPolicy to RequestVersionExact or RequestVersionOrHigher.");
        }

        var own = options switch
        {
            { Tls: not null } => nameof(options.Tls),
            { Proxy: not null } => nameof(options.Proxy),
            { UnixSocketPath: not null } => nameof(options.UnixSocketPath),
            { ConnectCallback: not null } => nameof(options.ConnectCallback),
            _ => null,
        };
        if (own is not null)
        {
            throw Wrong(own, "is given together with Invoker, whose handler makes the connections: set it up there.");
        }
    }

    private static void CheckProtocols(IReadOnlyList<string> protocols)
    {
        for (var i = 0; i < protocols.Count; i++)
        {
            if (protocols[i] is not { } protocol || !HttpTokens.IsToken(Encoding.UTF8.GetBytes(protocol)))
            {
                throw Wrong("Protocols", $"has '{protocols[i]}', which is no token (RFC 6455 section 4.1).");
            }

            for (var earlier = 0; earlier < i; earlier++)
            {
                if (protocols[earlier] == protocol)
                {
                    throw Wrong("Protocols", $"has '{protocol}' twice (RFC 6455 section 4.1).");
                }
            }
        }
    }

    private static void CheckHeader(string name, string value)
    {
        if (!HttpTokens.IsToken(Encoding.UTF8.GetBytes(name)))
        {
            throw Wrong("Headers", $"has the name '{name}', which is no token (RFC 9110 section 5.1).");
        }

        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("Headers", $"has {name}, which the handshake sends itself; there are options for what may be chosen.");
        }

        CheckValue($"Headers[\"{name}\"]", value);
    }

    private static void CheckValue(string option, string? value)
    {
        if (value is null || !HeadSyntax.IsValue(Encoding.UTF8.GetBytes(value)))
        {
            throw Wrong(option, "is null, or holds a line end or another control character (RFC 9110 section 5.5).");
        }
    }

    private static void Range(string option, int value, int smallest, int largest)
    {
        if (value < smallest || value > largest)
        {
            throw Wrong(option, $"is {value}; it must be {smallest} to {largest}.");
        }
    }

    private static void Deadline(string option, TimeSpan value, bool mayBeInfinite)
    {
        if ((value <= TimeSpan.Zero || value > Longest) && !(mayBeInfinite && value == Timeout.InfiniteTimeSpan))
        {
            throw Wrong(option, $"is {value}; it must be above 0 and at most one day{(mayBeInfinite ? ", or Timeout.InfiniteTimeSpan." : ".")}");
        }
    }

    private static ArgumentException Wrong(string option, string what) => new($"{nameof(WebSocketClientOptions)}.{option} {what}");
}
