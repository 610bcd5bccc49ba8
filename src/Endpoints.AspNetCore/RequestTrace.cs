using System.Diagnostics;
using System.Net;
using Endpoints.Diagnostics;
using Endpoints.Handshake;
using Microsoft.AspNetCore.Http;

namespace Endpoints.AspNetCore;

/// <summary>The span of a handshake that came as a request of ASP.NET Core.</summary>
internal static class RequestTrace
{
    /// <summary>Starts the span of the handshake, which is kept with the request: below that of the request itself, where it has one.</summary>
    public static void Start(HttpContext context, HandshakeKind kind)
    {
        if (!EndpointTracing.IsOn)
        {
            return;
        }

        // A host whose requests nobody traces reads no parent either.
        var request = context.Request;
        var parent = Activity.Current is null
            ? EndpointTracing.ReadParent(request.Headers.TraceParent, request.Headers.TraceState)
            : default;
        if (HandshakeTrace.Start(parent, request.Path, request.IsHttps, kind == HandshakeKind.Upgrade ? "1.1" : "2") is not { } trace)
        {
            return;
        }

        context.Features.Set(trace);
        if (trace.IsRecorded)
        {
            trace.Add("server.address", request.Host.Value);
            trace.AddPeer(context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null);
        }
    }
}
