using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Endpoints.Client.Tests.Servers;

/// <summary>Kestrel with ASP.NET Core's own WebSockets, which echo: nothing of ours on the server's side.</summary>
internal sealed class PlatformServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlatformServer(WebApplication app, Uri address, string? unixSocketPath)
    {
        _app = app;
        Address = address;
        UnixSocketPath = unixSocketPath;
    }

    public static X509Certificate2 Certificate { get; } = CreateCertificate();

    public Uri Address { get; }

    public string? UnixSocketPath { get; }

    /// <summary>The last request.</summary>
    public IHeaderDictionary? Headers { get; private set; }

    /// <summary>The connections that requests came by.</summary>
    public ConcurrentDictionary<string, string> Connections { get; } = new();

    /// <summary>The certificate that the last client had.</summary>
    public string? ClientCertificate { get; private set; }

    public static async Task<PlatformServer> StartAsync(
        bool tls = false,
        bool deflate = false,
        bool unixSocket = false,
        Func<HttpContext, Task<bool>>? before = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var path = unixSocket ? Path.Combine(Path.GetTempPath(), $"wse-{Guid.NewGuid():N}.sock") : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            if (path is not null)
            {
                kestrel.ListenUnixSocket(path);
                return;
            }

            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (tls)
                {
                    listen.UseHttps(https =>
                    {
                        https.ServerCertificate = Certificate;
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        https.AllowAnyClientCertificate();
                    });
                }
            });
        });
        var app = builder.Build();
        app.UseWebSockets();
        PlatformServer? server = null;
        app.Run(async context =>
        {
            // Kestrel uses the headers of an HTTP/2 stream again.
            server!.Headers = new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase));
            server.Connections[context.Connection.Id] = context.Request.Protocol;
            server.ClientCertificate = context.Connection.ClientCertificate?.Subject;
            if (before is null || await before(context))
            {
                await EchoAsync(context, deflate);
            }
        });
        await app.StartAsync();
        var address = path is null ? new UriBuilder(app.Urls.First()) { Scheme = tls ? "wss" : "ws" }.Uri : new Uri("ws://localhost/");
        server = new PlatformServer(app, address, path);
        return server;
    }

    /// <summary>Trusts the certificate of this server and no other.</summary>
    public static bool Trust(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => Certificate.Equals(certificate);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (UnixSocketPath is not null)
        {
            File.Delete(UnixSocketPath);
        }
    }

    private static async Task EchoAsync(HttpContext context, bool deflate)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            DangerousEnableCompression = deflate,
            SubProtocol = context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(name => name.StartsWith("echo", StringComparison.Ordinal)),
        });
        var buffer = new byte[8192];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (received.MessageType == System.Net.WebSockets.WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, CancellationToken.None);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
