using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Security.Claims;
using System.Text;
using Endpoints.Generated;
using Endpoints.Grammar;
using Endpoints.Handshake;
using Endpoints.Routing;

namespace Endpoints.Dispatch;

/// <summary>
/// The request of a session at a door that reads heads itself: the bytes of the head, packed, and decoded each time they are asked for.
/// </summary>
/// <remarks>
/// What is the session's own lies in one array: the target, the path where that was percent-encoded, where the route values stand in the
/// path, and the header lines that differ from client to client. The other lines are shared between sessions.
/// </remarks>
internal sealed class HeadHandshake : WebSocketHandshake, IAsyncDisposable
{
    private const int RangeSize = 2 * sizeof(ushort);

    private static readonly ClaimsPrincipal Anonymous = new(new ClaimsIdentity());

    private readonly EndpointRoute _route;
    private readonly ConnectionFacts _connection;
    private readonly byte[] _own;
    private readonly byte[] _shared;
    private readonly short _protocolIndex;

    // A head is at most HeadProcessor.MaxHeadSize, so that these fit.
    private readonly ushort _targetLength;
    private readonly ushort _pathStart;
    private readonly ushort _pathLength;

    public HeadHandshake(
        EndpointRoute route,
        int protocolIndex,
        in HandshakeHead head,
        ReadOnlySpan<byte> path,
        in RouteMatch match,
        ConnectionFacts connection,
        SharedHeads heads)
    {
        _route = route;
        _connection = connection;
        _protocolIndex = (short)protocolIndex;
        _targetLength = (ushort)head.Target.Length;
        _pathLength = (ushort)path.Length;
        var isDecoded = !head.Target.StartsWith(path);
        _pathStart = isDecoded ? _targetLength : (ushort)0;

        var linesSize = HeadLines.GetMaxSize(in head);
        var parameters = route.Descriptor.ParameterNames.Count;
        var buffer = ArrayPool<byte>.Shared.Rent(_targetLength + _pathLength + (parameters * RangeSize) + linesSize);
        _shared = heads.Get(buffer.AsSpan(0, HeadLines.Write(in head, buffer, own: false)));

        head.Target.CopyTo(buffer);
        if (isDecoded)
        {
            path.CopyTo(buffer.AsSpan(_pathStart));
        }

        var length = RangesStart;
        for (var i = 0; i < parameters; i++, length += RangeSize)
        {
            var (start, count) = match.GetRange(i);
            BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(length), (ushort)start);
            BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(length + sizeof(ushort)), (ushort)count);
        }

        length += HeadLines.Write(in head, buffer.AsSpan(length), own: true);
        _own = buffer.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public override Uri Uri => MakeUri(_connection.IsSecure, GetHeaderValue("Host"), Encoding.ASCII.GetString(_own.AsSpan(0, _targetLength)));

    public override string Path => Encoding.UTF8.GetString(PathBytes);

    public override string QueryString
    {
        get
        {
            ReadOnlySpan<byte> target = _own.AsSpan(0, _targetLength);
            var query = target.IndexOf((byte)'?');
            return query < 0 ? "" : Encoding.UTF8.GetString(target[query..]);
        }
    }

    public override string? SubProtocol => _protocolIndex < 0 ? null : _route.Descriptor.Protocols[_protocolIndex];

    public override int SubProtocolIndex => _protocolIndex;

    public override ClaimsPrincipal User => _connection.User ?? Anonymous;

    public override EndPoint? RemoteEndPoint => _connection.RemoteEndPoint;

    public override EndPoint? LocalEndPoint => _connection.LocalEndPoint;

    public override IServiceProvider Services => _connection.Services;

    internal override IServiceProvider ApplicationServices => _route.Services;

    internal override string? Door => _connection.Door;

    private ReadOnlySpan<byte> OwnLines => _own.AsSpan(RangesStart + (_route.Descriptor.ParameterNames.Count * RangeSize));

    private ReadOnlySpan<byte> PathBytes => _own.AsSpan(_pathStart, _pathLength);

    /// <summary>Where the route values' places are: behind the target, or the path where that stands apart.</summary>
    private int RangesStart => Math.Max(_targetLength, _pathStart + _pathLength);

    /// <summary>Disposes the session's services, where somebody asked for them.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public override string? GetRouteValue(string name)
    {
        var names = _route.Descriptor.ParameterNames;
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                ReadOnlySpan<byte> range = _own.AsSpan(RangesStart + (i * RangeSize), RangeSize);
                var length = BinaryPrimitives.ReadUInt16LittleEndian(range[sizeof(ushort)..]);
                return length == 0
                    ? RouteTemplateParser.Parse(_route.Descriptor.Pattern).Parameters[i].DefaultValue
                    : Encoding.UTF8.GetString(PathBytes.Slice(BinaryPrimitives.ReadUInt16LittleEndian(range), length));
            }
        }

        return null;
    }

    public override string? GetQueryValue(string name) => QueryText.Find(QueryString, name);

    public override string? GetHeaderValue(string name) => HeadLines.Find(OwnLines, name) ?? HeadLines.Find(_shared, name);

    public override IReadOnlyCollection<string> GetHeaderNames()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        HeadLines.AddNames(OwnLines, names);
        HeadLines.AddNames(_shared, names);
        return names;
    }
}
