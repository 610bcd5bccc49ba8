using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.TestKit.Connections;

/// <summary>A request that a test makes up.</summary>
internal sealed class FakeHandshake : WebSocketHandshake
{
    public Dictionary<string, string> RouteValues { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Query { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IServiceProvider Provider { get; set; } = new ServiceCollection().BuildServiceProvider();

    public ClaimsPrincipal Principal { get; set; } = new(new ClaimsIdentity());

    /// <summary>The peer's address; null for one that has none.</summary>
    public EndPoint? Remote { get; set; }

    /// <summary>The index of the agreed sub-protocol, as the dispatcher sees it.</summary>
    public int Protocol { get; set; } = -1;

    public override Uri Uri => new("ws://localhost/");

    public override string Path => "/";

    public override string QueryString => "";

    public override string? SubProtocol => null;

    public override int SubProtocolIndex => Protocol;

    public override ClaimsPrincipal User => Principal;

    public override EndPoint? RemoteEndPoint => Remote;

    public override EndPoint? LocalEndPoint => null;

    public override IServiceProvider Services => Provider;

    public override string? GetRouteValue(string name) => RouteValues.GetValueOrDefault(name);

    public override string? GetQueryValue(string name) => Query.GetValueOrDefault(name);

    public override string? GetHeaderValue(string name) => Headers.GetValueOrDefault(name);

    public override IReadOnlyCollection<string> GetHeaderNames() => Headers.Keys;
}
