using System.Buffers;
using System.Net;
using System.Security.Claims;
using System.Text;
using Endpoints.Diagnostics;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;
using Endpoints.Routing;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>
/// The whole opening handshake over bytes, for doors without an HTTP server: head in, response and endpoint out. The table's emitted
/// matcher finds the endpoint and its emitted validator decides. Safe to use from any thread.
/// </summary>
internal sealed class HeadProcessor(EndpointServer server, ILogger logger)
{
    /// <summary>Largest request head, in bytes.</summary>
    public const int MaxHeadSize = 16 * 1024;

    /// <summary>Most header lines in a request head.</summary>
    public const int MaxHeaders = 100;

    private const int StackPathSize = 1024;

    /// <summary>Reads and answers a head.</summary>
    /// <param name="input">What has come on a fresh connection, from its first byte on.</param>
    /// <param name="isSecure">Whether the transport is TLS.</param>
    /// <param name="services">The session's services.</param>
    /// <param name="remote">The peer's address.</param>
    /// <param name="local">The address that the peer connected to.</param>
    /// <param name="response">Takes the response; nothing is written while the head is not whole.</param>
    /// <param name="user">Who is signed in; nobody when it is left out.</param>
    public HeadOutcome Process(
        ReadOnlySpan<byte> input,
        bool isSecure,
        IServiceProvider services,
        EndPoint? remote,
        EndPoint? local,
        IBufferWriter<byte> response,
        ClaimsPrincipal? user = null)
    {
        Span<HeaderField> fields = stackalloc HeaderField[MaxHeaders];
        switch (RequestHeadParser.TryParse(input, fields, MaxHeadSize, isSecure, out var head, out var consumed, out var fault))
        {
            case RequestHeadStatus.NeedMore:
                return HeadOutcome.NeedMore;
            case RequestHeadStatus.Malformed:
                return Refuse(response, RequestHeadFaults.GetStatusCode(fault), RequestHeadFaults.Describe(fault), "");
        }

        byte[]? rented = null;
        var target = RequestPath.Of(head.Target);
        Span<byte> decoded = target.Length <= StackPathSize ? stackalloc byte[StackPathSize] : rented = ArrayPool<byte>.Shared.Rent(target.Length);
        try
        {
            var path = target;
            if (RequestPath.NeedsDecoding(target))
            {
                if (!RequestPath.TryDecode(head.Target, decoded, out var written))
                {
                    return Refuse(response, 400, "The path is malformed.", "");
                }

                path = decoded[..written];
            }

            return Match(path, out var route, out var match)
                ? Answer(route, in head, path, in match, consumed, services, remote, local, user, response)
                : Refuse(response, 404, "There is no WebSocket endpoint at this path.", LogText.Escape(Encoding.UTF8.GetString(path)));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private bool Match(ReadOnlySpan<byte> path, out EndpointRoute route, out RouteMatch match)
    {
        foreach (var table in server.Tables)
        {
            if (table.TryMatch(path, out match))
            {
                route = server.Routes[table.Endpoints[match.EndpointIndex]];
                return true;
            }
        }

        (route, match) = (null!, default);
        return false;
    }

    private HeadOutcome Answer(
        EndpointRoute route,
        in HandshakeHead head,
        ReadOnlySpan<byte> path,
        in RouteMatch match,
        int consumed,
        IServiceProvider services,
        EndPoint? remote,
        EndPoint? local,
        ClaimsPrincipal? user,
        IBufferWriter<byte> response)
    {
        var verdict = route.Descriptor.Validate(in head);
        if (!verdict.IsAccepted)
        {
            return Refuse(response, verdict.Fault, route.Descriptor.Pattern);
        }

        if (server.IsDraining)
        {
            return Refuse(response, 503, "The server is shutting down.", route.Descriptor.Pattern);
        }

        var handshake = new HeadHandshake(route.Descriptor, verdict.ProtocolIndex, in head, path, in match, services, remote, local, user);
        if (server.TryActivate(route, handshake, out var activation) is not null)
        {
            return Refuse(response, 500, "The endpoint could not be created.", route.Descriptor.Pattern);
        }

        if (activation.Dispatcher is null)
        {
            return Refuse(response, HandshakeFault.ValueNotBound, $"{route.Descriptor.Pattern}: {activation.Fault}");
        }

        var protocol = Encoding.ASCII.GetBytes(handshake.SubProtocol ?? "");
        DeflateParameters? deflate = null;
        Span<byte> extensions = stackalloc byte[DeflateAcceptance.MaxResponseSize];
        var extensionsLength = 0;
        if (route.Limits.Compression is { } compression && DeflateAcceptance.TryFind(in head, compression.Policy, out var acceptance))
        {
            deflate = acceptance.Parameters;
            extensionsLength = acceptance.WriteResponse(extensions);
        }

        new HeaderLines(in head, HandshakeHeaders.WebSocketKey).ReadSingle(out var key);
        var destination = response.GetSpan(HandshakeResponseWriter.GetAcceptanceSize(protocol.Length, extensionsLength));
        HandshakeResponseWriter.TryWriteAcceptance(destination, key, protocol, extensions[..extensionsLength], out var length);
        response.Advance(length);
        return HeadOutcome.Accepted(consumed, route, handshake, activation.Dispatcher, deflate);
    }

    private HeadOutcome Refuse(IBufferWriter<byte> response, HandshakeFault fault, string where) =>
        Refuse(response, HandshakeFaults.GetStatusCode(fault), HandshakeFaults.Describe(fault), where);

    private HeadOutcome Refuse(IBufferWriter<byte> response, int status, string fault, string where)
    {
        Log.HandshakeRefused(logger, where, status, fault);
        HandshakeResponseWriter.TryWriteRejection(response.GetSpan(HandshakeResponseWriter.MaxRejectionSize), status, fault, out var length);
        response.Advance(length);
        return HeadOutcome.Refused;
    }
}
