using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>A request with the values that a test gives it.</summary>
internal sealed class FakeHandshake : WebSocketHandshake
{
    public Dictionary<string, string> Route { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Query { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IServiceProvider Provider { get; set; } = new ServiceCollection().BuildServiceProvider();

    public int Protocol { get; set; } = -1;

    public override string Path => "/";

    public override string QueryString => "";

    public override string? SubProtocol => null;

    public override int SubProtocolIndex => Protocol;

    public override ClaimsPrincipal User { get; } = new();

    public override EndPoint? RemoteEndPoint => null;

    public override EndPoint? LocalEndPoint => null;

    public override IServiceProvider Services => Provider;

    public override string? GetRouteValue(string name) => Route.GetValueOrDefault(name);

    public override string? GetQueryValue(string name) => Query.GetValueOrDefault(name);

    public override string? GetHeaderValue(string name) => Headers.GetValueOrDefault(name);
}
