using System.Net;
using System.Security.Claims;

namespace Endpoints;

/// <summary>
/// The request that opened a session, as it was when the handshake was accepted. Safe to read from any thread, and after the end
/// of the session, but for <see cref="Services"/>.
/// </summary>
public abstract class WebSocketHandshake
{
    /// <summary>The path of the request target, percent-decoded, beginning with <c>/</c>.</summary>
    public abstract string Path { get; }

    /// <summary>The query string with its <c>?</c>, or empty.</summary>
    public abstract string QueryString { get; }

    /// <summary>The agreed sub-protocol, or <see langword="null"/> for none.</summary>
    public abstract string? SubProtocol { get; }

    /// <summary>The index of the agreed sub-protocol in the endpoint's list, or -1.</summary>
    public abstract int SubProtocolIndex { get; }

    /// <summary>Who made the request; an identity that is not authenticated where nothing authenticates.</summary>
    public abstract ClaimsPrincipal User { get; }

    /// <summary>The peer's address, where the transport knows it.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The address that the peer connected to, where the transport knows it.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The services of the session: a scope that lives as long as the session. It is made when they are asked for.</summary>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public abstract IServiceProvider Services { get; }

    /// <summary>The services of the application, for what is not a session's own; those of the session where they are all that there is.</summary>
    internal virtual IServiceProvider ApplicationServices => Services;

    /// <summary>The value of a parameter of the route template, percent-decoded; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The parameter's name, in any case.</param>
    public abstract string? GetRouteValue(string name);

    /// <summary>The first value of a query key, decoded; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The key, in any case.</param>
    public abstract string? GetQueryValue(string name);

    /// <summary>The value of a header, several lines joined by commas; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The header's name, in any case.</param>
    public abstract string? GetHeaderValue(string name);
}
