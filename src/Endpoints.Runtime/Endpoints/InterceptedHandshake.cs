using System.Net;
using System.Security.Claims;

namespace Endpoints;

/// <summary>
/// The request of a session whose endpoint has interceptors: that of the door, but for the sub-protocol and the user, which interceptors may
/// choose until it is answered.
/// </summary>
/// <param name="request">The door's.</param>
/// <param name="protocols">The endpoint's sub-protocols.</param>
internal sealed class InterceptedHandshake(WebSocketHandshake request, IReadOnlyList<string> protocols) : WebSocketHandshake, IAsyncDisposable
{
    private int _protocolIndex = request.SubProtocolIndex;
    private ClaimsPrincipal? _user;

    public override Uri Uri => request.Uri;

    public override string Path => request.Path;

    public override string QueryString => request.QueryString;

    public override string? SubProtocol => _protocolIndex < 0 ? null : protocols[_protocolIndex];

    public override int SubProtocolIndex => _protocolIndex;

    public override ClaimsPrincipal User => _user ?? request.User;

    public override EndPoint? RemoteEndPoint => request.RemoteEndPoint;

    public override EndPoint? LocalEndPoint => request.LocalEndPoint;

    public override IServiceProvider Services => request.Services;

    internal override IServiceProvider ApplicationServices => request.ApplicationServices;

    internal override string? Door => request.Door;

    /// <summary>Disposes the session's services, where the door's request does.</summary>
    public ValueTask DisposeAsync() => request is IAsyncDisposable owner ? owner.DisposeAsync() : default;

    public override string? GetRouteValue(string name) => request.GetRouteValue(name);

    public override string? GetQueryValue(string name) => request.GetQueryValue(name);

    public override string? GetHeaderValue(string name) => request.GetHeaderValue(name);

    public override IReadOnlyCollection<string> GetHeaderNames() => request.GetHeaderNames();

    /// <summary>Chooses a sub-protocol of the endpoint's list.</summary>
    public void Select(int protocolIndex) => _protocolIndex = protocolIndex;

    /// <summary>Says who made the request.</summary>
    public void SignIn(ClaimsPrincipal user) => _user = user;
}
