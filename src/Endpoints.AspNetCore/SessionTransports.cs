using Endpoints.Transports;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.AspNetCore;

/// <summary>Chooses what the frames of a session go through, once its handshake was answered. The one place that knows of the choices.</summary>
internal static class SessionTransports
{
    /// <summary>The transport of a connection that no HTTP server has seen.</summary>
    public static ISessionTransport Of(ConnectionContext connection) =>
        connection.Features.Get<IDirectTransport>()?.TryTakeOver()
        ?? new PipeTransport(connection.Transport.Input, connection.Transport.Output, connection.Abort);

    /// <summary>
    /// The transport of a request that was accepted. Kestrel over HTTP/1.1 has nothing more to say on a connection that was upgraded, so its
    /// pipes are ours: two layers less than the stream. A transport that can do without them carries the session itself. Every other server
    /// has its stream, and HTTP/2 frames it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="accepted">The stream that the server gave for it.</param>
    public static ISessionTransport Of(HttpContext context, Stream accepted) =>
        HttpProtocol.IsHttp11(context.Request.Protocol)
        && accepted.GetType().Assembly == typeof(KestrelServer).Assembly
        && context.Features.Get<IConnectionTransportFeature>() is { } connection
            ? context.Features.Get<IDirectTransport>()?.TryTakeOver()
                ?? new PipeTransport(connection.Transport.Input, connection.Transport.Output, context.Abort)
            : new StreamTransport(accepted, context.Abort);
}
