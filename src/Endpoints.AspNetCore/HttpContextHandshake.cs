using System.Net;
using System.Security.Claims;
using Endpoints.Handshake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Endpoints.AspNetCore;

/// <summary>
/// The request of an ASP.NET Core session, copied: the context belongs to somebody else's request once the session has ended, and
/// sessions outlive it in the hands of applications. Only the services end with the session.
/// </summary>
internal sealed class HttpContextHandshake : WebSocketHandshake
{
    private readonly IReadOnlyList<string> _protocols;
    private readonly RouteValueDictionary? _routeValues;
    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly IPAddress? _remoteAddress;
    private readonly IPAddress? _localAddress;
    private readonly ushort _remotePort;
    private readonly ushort _localPort;
    private readonly short _protocolIndex;
    private readonly bool _isSecure;
    private Dictionary<string, StringValues>? _query;

    public HttpContextHandshake(HttpContext context, IReadOnlyList<string> protocols, int protocolIndex)
    {
        _protocols = protocols;
        _protocolIndex = (short)protocolIndex;
        _isSecure = context.Request.IsHttps;
        Path = context.Request.PathBase.Add(context.Request.Path).Value ?? "/";
        QueryString = context.Request.QueryString.Value ?? "";
        User = context.User;
        (_remoteAddress, _remotePort) = (context.Connection.RemoteIpAddress, (ushort)context.Connection.RemotePort);
        (_localAddress, _localPort) = (context.Connection.LocalIpAddress, (ushort)context.Connection.LocalPort);
        Services = context.RequestServices;
        _routeValues = context.Request.RouteValues.Count == 0 ? null : new RouteValueDictionary(context.Request.RouteValues);
        _headers = [.. context.Request.Headers];
    }

    public override Uri Uri => MakeUri(_isSecure, GetHeaderValue(HeaderNames.Host), new PathString(Path).ToUriComponent() + QueryString);

    public override string Path { get; }

    public override string QueryString { get; }

    public override string? SubProtocol => SubProtocolIndex < 0 ? null : _protocols[SubProtocolIndex];

    public override int SubProtocolIndex => _protocolIndex;

    public override ClaimsPrincipal User { get; }

    public override EndPoint? RemoteEndPoint => GetEndPoint(_remoteAddress, _remotePort);

    public override EndPoint? LocalEndPoint => GetEndPoint(_localAddress, _localPort);

    public override IServiceProvider Services { get; }

    internal override string Door => "aspnetcore";

    public override string? GetRouteValue(string name) => _routeValues?[name] as string;

    public override string? GetQueryValue(string name)
    {
        // Two threads may both parse it; they get the same.
        _query ??= QueryHelpers.ParseQuery(QueryString);
        return _query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;
    }

    public override string? GetHeaderValue(string name)
    {
        foreach (var (header, values) in _headers)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase)
                    ? string.Join(CookieText.Separator, values.ToArray())
                    : values.ToString();
            }
        }

        return null;
    }

    public override IReadOnlyCollection<string> GetHeaderNames() => [.. _headers.Select(header => header.Key)];

    private static IPEndPoint? GetEndPoint(IPAddress? address, int port) => address is null ? null : new IPEndPoint(address, port);
}
