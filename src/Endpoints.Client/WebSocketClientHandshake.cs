using System.Net;
using System.Security.Claims;
using Endpoints.Dispatch;

namespace Endpoints.Client;

/// <summary>
/// The handshake of a session that was opened by <see cref="WebSocketClient"/>. Its headers are those of the server's response; what was sent is
/// known to whoever sent it.
/// </summary>
public sealed class WebSocketClientHandshake : WebSocketHandshake
{
    private static readonly ClaimsPrincipal Anonymous = new(new ClaimsIdentity());

    internal WebSocketClientHandshake(
        Uri address, int subProtocolIndex, string? subProtocol, IReadOnlyDictionary<string, IReadOnlyList<string>> headers)
    {
        Address = address;
        SubProtocolIndex = subProtocolIndex;
        SubProtocol = subProtocol;
        Headers = headers;
    }

    /// <summary>Where the session leads to.</summary>
    public Uri Address { get; }

    /// <summary>The headers of the response, by their name in any case; one value for each line.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>Where the session leads to, as <see cref="Address"/>.</summary>
    public override Uri Uri => Address;

    /// <inheritdoc/>
    public override string Path => Uri.UnescapeDataString(Address.AbsolutePath);

    /// <inheritdoc/>
    public override string QueryString => Address.Query;

    /// <inheritdoc/>
    public override string? SubProtocol { get; }

    /// <summary>The index of the agreed sub-protocol in the client's offer, or -1.</summary>
    public override int SubProtocolIndex { get; }

    /// <summary>Nobody: a server does not sign in.</summary>
    public override ClaimsPrincipal User => Anonymous;

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint => Remote;

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint => Local;

    /// <summary>No services: a client has no host that would give some.</summary>
    public override IServiceProvider Services => NoServices.Instance;

    internal EndPoint? Remote { get; init; }

    internal EndPoint? Local { get; init; }

    /// <summary>Clients have no routes: <see langword="null"/>.</summary>
    /// <param name="name">Any.</param>
    public override string? GetRouteValue(string name) => null;

    /// <inheritdoc/>
    public override string? GetQueryValue(string name) => QueryText.Find(Address.Query, name);

    /// <summary>The value of a header of the response, several lines joined by commas; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The header's name, in any case.</param>
    public override string? GetHeaderValue(string name) => Headers.TryGetValue(name, out var lines) ? string.Join(", ", lines) : null;

    /// <summary>The names of the headers of the response.</summary>
    public override IReadOnlyCollection<string> GetHeaderNames() => [.. Headers.Keys];

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
