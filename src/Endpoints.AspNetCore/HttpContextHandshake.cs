using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Endpoints.AspNetCore;

/// <summary>The request of an ASP.NET Core session. The context lives as long as the session does.</summary>
internal sealed class HttpContextHandshake(HttpContext context, IReadOnlyList<string> protocols, int protocolIndex) : WebSocketHandshake
{
    public override string Path => context.Request.PathBase.Add(context.Request.Path).Value ?? "/";

    public override string QueryString => context.Request.QueryString.Value ?? "";

    public override string? SubProtocol => SubProtocolIndex < 0 ? null : protocols[SubProtocolIndex];

    public override int SubProtocolIndex { get; } = protocolIndex;

    public override ClaimsPrincipal User => context.User;

    public override EndPoint? RemoteEndPoint => GetEndPoint(context.Connection.RemoteIpAddress, context.Connection.RemotePort);

    public override EndPoint? LocalEndPoint => GetEndPoint(context.Connection.LocalIpAddress, context.Connection.LocalPort);

    public override IServiceProvider Services => context.RequestServices;

    public override string? GetRouteValue(string name) => context.Request.RouteValues[name] as string;

    public override string? GetQueryValue(string name)
    {
        var values = context.Request.Query[name];
        return values.Count == 0 ? null : values[0];
    }

    public override string? GetHeaderValue(string name)
    {
        var values = context.Request.Headers[name];
        return values.Count == 0 ? null : values.ToString();
    }

    private static IPEndPoint? GetEndPoint(IPAddress? address, int port) => address is null ? null : new IPEndPoint(address, port);
}
