using System.Collections.Concurrent;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Samples;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>How a client comes to the server.</summary>
public enum MatrixTransport
{
    /// <summary>HTTP/1.1.</summary>
    Http11,

    /// <summary>HTTP/2, in clear text.</summary>
    Http2,

    /// <summary>HTTP/2 inside TLS, as browsers demand it.</summary>
    Http2OverTls,

    /// <summary>The Kestrel connection door: HTTP does not see it.</summary>
    Connection,

    /// <summary>The same inside TLS.</summary>
    ConnectionOverTls,
}

/// <summary>A server for one mode of compression and one transport.</summary>
internal sealed class MatrixHost : IAsyncDisposable
{
    private readonly AspNetCoreDoor _door;

    private MatrixHost(AspNetCoreDoor door, WireMeter meter, ConcurrentQueue<string> protocols) =>
        (_door, Meter, Protocols) = (door, meter, protocols);

    public Uri Address => _door.Address;

    public WireMeter Meter { get; }

    /// <summary>The version of HTTP of each request for an endpoint of the matrix.</summary>
    public ConcurrentQueue<string> Protocols { get; }

    public static async Task<MatrixHost> StartAsync(MatrixMode mode, MatrixTransport transport)
    {
        var meter = new WireMeter();
        var protocols = new ConcurrentQueue<string>();
        var door = await AspNetCoreDoor.StartAsync(
            options => mode.Apply(options),
            use: app =>
            {
                app.Use(next => context =>
                {
                    if (context.Request.Path.StartsWithSegments("/matrix"))
                    {
                        protocols.Enqueue(context.Request.Protocol);
                    }

                    return next(context);
                });

                // A page of this origin for a browser, and the modules that it runs.
                app.MapGet("/", () => Results.Content("<!doctype html><title>Matrix</title>", "text/html"));
                app.MapGet("/peer/{file}", (string file) => Results.File(
                    Path.Combine(Repository.ClientFolder, "node", Path.GetFileName(file)), "text/javascript; charset=utf-8"));
            },
            protocols: transport switch
            {
                MatrixTransport.Http2 => HttpProtocols.Http2,
                MatrixTransport.Http2OverTls => HttpProtocols.Http1AndHttp2,
                _ => HttpProtocols.Http1,
            },
            listen: listen =>
            {
                meter.Use(listen);
                if (transport is MatrixTransport.Http2OverTls or MatrixTransport.ConnectionOverTls)
                {
                    listen.UseHttps(TestCertificate.Shared);
                }

                if (transport is MatrixTransport.Connection or MatrixTransport.ConnectionOverTls)
                {
                    listen.UseWebSocketEndpoints();
                }
            });
        return new MatrixHost(door, meter, protocols);
    }

    public ValueTask DisposeAsync() => _door.DisposeAsync();
}
