using System.Net;
using System.Security.Claims;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Client;

/// <summary>
/// The handshake of a session that was opened by <see cref="WebSocketClient"/>. Its headers are those of the server's response; what was sent is
/// known to whoever sent it.
/// </summary>
public sealed class WebSocketClientHandshake : WebSocketHandshake
{
    private static readonly ClaimsPrincipal Anonymous = new(new ClaimsIdentity());

    private AsyncServiceScope? _scope;
    private bool _hasEnded;

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

    /// <summary>What carried the handshake: 1.1, or 2.0 where the session is a stream of an HTTP/2 connection.</summary>
    public Version HttpVersion { get; internal init; } = System.Net.HttpVersion.Version11;

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

    /// <summary>
    /// A scope of <see cref="WebSocketClientOptions.Services"/> that lives as long as the session, made when it is asked for; where there are
    /// none, a provider that has nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public override IServiceProvider Services
    {
        get
        {
            ObjectDisposedException.ThrowIf(_hasEnded, this);
            if (Provider is null)
            {
                return NoServices.Instance;
            }

            _scope ??= Provider.CreateAsyncScope();
            return _scope.Value.ServiceProvider;
        }
    }

    internal override IServiceProvider ApplicationServices => Provider ?? NoServices.Instance;

    /// <summary>Where the session's services come from.</summary>
    internal IServiceProvider? Provider { get; init; }

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

    /// <summary>The session has ended: disposes its services.</summary>
    internal ValueTask EndAsync()
    {
        _hasEnded = true;
        return _scope is { } scope ? scope.DisposeAsync() : default;
    }

    /// <summary>Nothing but the filters that all sessions share, which live as long as the process then.</summary>
    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        private static readonly EndpointSingletons Singletons = new(Instance);

        public object? GetService(Type serviceType) => serviceType == typeof(EndpointSingletons) ? Singletons : null;
    }
}
