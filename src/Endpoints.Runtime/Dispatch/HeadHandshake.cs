using System.Net;
using System.Security.Claims;
using System.Text;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Routing;

namespace Endpoints.Dispatch;

/// <summary>
/// The request of a session at a door that reads heads itself: a snapshot of the head's bytes, decoded where it is asked for.
/// </summary>
internal sealed class HeadHandshake : WebSocketHandshake
{
    private static readonly ClaimsPrincipal Anonymous = new(new ClaimsIdentity());

    private readonly EndpointDescriptor _descriptor;
    private readonly string?[] _routeValues;
    private readonly (string Name, string Value)[] _headers;

    public HeadHandshake(
        EndpointDescriptor descriptor,
        int protocolIndex,
        in HandshakeHead head,
        ReadOnlySpan<byte> path,
        in RouteMatch match,
        DoorConnection connection)
    {
        _descriptor = descriptor;
        SubProtocolIndex = protocolIndex;
        Services = connection.Services;
        RemoteEndPoint = connection.RemoteEndPoint;
        LocalEndPoint = connection.LocalEndPoint;
        User = connection.User ?? Anonymous;
        Path = Encoding.UTF8.GetString(path);
        var query = head.Target.IndexOf((byte)'?');
        QueryString = query < 0 ? "" : Encoding.UTF8.GetString(head.Target[query..]);
        _routeValues = new string?[descriptor.ParameterNames.Count];
        for (var i = 0; i < _routeValues.Length; i++)
        {
            var value = match.GetValue(path, i);
            _routeValues[i] = value.IsEmpty ? null : Encoding.UTF8.GetString(value);
        }

        _headers = new (string, string)[head.HeaderCount];
        for (var i = 0; i < _headers.Length; i++)
        {
            _headers[i] = (Encoding.UTF8.GetString(head.GetName(i)), Encoding.UTF8.GetString(head.GetValue(i)));
        }
    }

    public override string Path { get; }

    public override string QueryString { get; }

    public override string? SubProtocol => SubProtocolIndex < 0 ? null : _descriptor.Protocols[SubProtocolIndex];

    public override int SubProtocolIndex { get; }

    public override ClaimsPrincipal User { get; }

    public override EndPoint? RemoteEndPoint { get; }

    public override EndPoint? LocalEndPoint { get; }

    public override IServiceProvider Services { get; }

    public override string? GetRouteValue(string name)
    {
        for (var i = 0; i < _routeValues.Length; i++)
        {
            if (string.Equals(_descriptor.ParameterNames[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return _routeValues[i];
            }
        }

        return null;
    }

    public override string? GetQueryValue(string name)
    {
        foreach (var pair in QueryString.AsSpan().TrimStart('?').Split('&'))
        {
            var text = QueryString.AsSpan().TrimStart('?')[pair];
            var equals = text.IndexOf('=');
            var key = equals < 0 ? text : text[..equals];
            if (!key.IsEmpty && Decode(key).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? "" : Decode(text[(equals + 1)..]);
            }
        }

        return null;
    }

    public override string? GetHeaderValue(string name)
    {
        string? joined = null;
        foreach (var (header, value) in _headers)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                joined = joined is null ? value : $"{joined},{value}";
            }
        }

        return joined;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
