using Endpoints.AspNetCore.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>The Kestrel connection door.</summary>
public static class ListenOptionsWebSocketExtensions
{
    /// <summary>
    /// Serves WebSocket endpoints on the connections themselves, before HTTP: a connection whose first request opens a session at an endpoint
    /// (RFC 6455 section 4) never gets to the HTTP server. Everything else does, with not a byte missing: other requests, HTTP/2, an
    /// upgrade behind another request of the same connection. So map the endpoints as well.
    /// </summary>
    /// <param name="listenOptions">The end point. Call <c>UseHttps()</c> on it before this, if at all.</param>
    /// <returns>The same end point.</returns>
    /// <remarks>
    /// No middleware sees these sessions. Endpoints that need one, because of <c>[Authorize]</c>, CORS, rate limiting or any other metadata
    /// that is not known to do without, are left to the pipeline; a log line at start-up says which and why.
    /// </remarks>
    /// <exception cref="InvalidOperationException">When the server starts: <c>AddWebSocketEndpoints()</c> was not called.</exception>
    public static ListenOptions UseWebSocketEndpoints(this ListenOptions listenOptions)
    {
        ArgumentNullException.ThrowIfNull(listenOptions);
        _ = listenOptions.Use(next =>
        {
            var door = listenOptions.ApplicationServices.GetService<KestrelDoor>()
                ?? throw new InvalidOperationException("Call builder.Services.AddWebSocketEndpoints() to use WebSocket endpoints on connections.");

            // An end point that speaks HTTP/2 only has no upgrade.
            return listenOptions.Protocols.HasFlag(HttpProtocols.Http1) ? door.Before(next) : next;
        });
        return listenOptions;
    }
}
