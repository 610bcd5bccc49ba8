using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Endpoints.Integration.Tests.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>A plain HTTP application, to see that a transport carries HTTP as Kestrel's own does.</summary>
internal sealed class HttpSite : IAsyncDisposable
{
    private const int Piece = 64 * 1024;

    private readonly WebApplication _app;
    private readonly LogCollector _log = new(LogLevel.Error);

    private HttpSite(TransportKind kind, Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            listen(kestrel);
        });
        kind.Use(builder);
        _app = builder.Build();
        Map();
    }

    /// <summary>Completes when a request to <c>/wait</c> or <c>/swallow</c> was aborted.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a request to <c>/wait</c> is served.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets requests to <c>/wait</c> end.</summary>
    public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyCollection<string> Errors => _log.Entries;

    public static async Task<HttpSite> StartAsync(
        TransportKind kind, HttpProtocols protocols = HttpProtocols.Http1, bool isSecure = false, string? path = null, int port = 0)
    {
        var site = new HttpSite(kind, kestrel =>
        {
            if (path is null)
            {
                kestrel.Listen(IPAddress.Loopback, port, Configure);
            }
            else
            {
                kestrel.ListenUnixSocket(path, Configure);
            }
        });
        await site._app.StartAsync();
        return site;

        void Configure(ListenOptions options)
        {
            options.Protocols = protocols;
            if (isSecure)
            {
                options.UseHttps(TestCertificate.Shared);
            }
        }
    }

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Byte number i of what <c>/bytes</c> sends.</summary>
    public static byte ByteAt(long i) => (byte)((i * 31) ^ (i >> 11));

    private void Map()
    {
        _app.MapGet("/", () => "Hello, World!");
        _app.MapGet("/bytes/{count:long}", SendAsync);
        _app.MapPost("/hash", async (HttpRequest request) => Convert.ToHexString(await SHA256.HashDataAsync(request.Body)));
        _app.MapPost("/echo", (HttpContext context) =>
        {
            context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            return context.Request.Body.CopyToAsync(context.Response.Body, Piece, context.RequestAborted);
        });
        _app.MapPost("/swallow", async (HttpContext context) =>
        {
            var buffer = new byte[Piece];
            try
            {
                while (await context.Request.Body.ReadAsync(buffer) > 0)
                {
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or Microsoft.AspNetCore.Http.BadHttpRequestException)
            {
                Aborted.TrySetResult();
            }
        });
        _app.MapGet("/wait", async (HttpContext context) =>
        {
            await using var registration = context.RequestAborted.Register(() => Aborted.TrySetResult());
            Waiting.TrySetResult();
            await Go.Task;
            return "gone on";
        });
    }

    private async Task SendAsync(HttpContext context, long count)
    {
        context.Response.ContentLength = count;
        var buffer = new byte[Piece];
        try
        {
            for (long sent = 0; sent < count; sent += buffer.Length)
            {
                var length = (int)Math.Min(buffer.Length, count - sent);
                for (var i = 0; i < length; i++)
                {
                    buffer[i] = ByteAt(sent + i);
                }

                await context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            Aborted.TrySetResult();
            throw;
        }
    }
}
