using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using Endpoints.Integration.Tests.Clients;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>A door behind a proxy, which the world knows as <c>https://public.example</c>.</summary>
internal sealed class ProxiedHost : IAsyncDisposable
{
    public const string PublicHost = "public.example";

    private readonly ProxyRoute _route;

    private ProxiedHost(ProxyRoute route, ProxyProcess proxy, ProxiedDoor door) => (_route, Proxy, Door) = (route, proxy, door);

    public ProxyProcess Proxy { get; }

    public ProxiedDoor Door { get; }

    public static async Task<ProxiedHost> StartAsync(
        ProxyRoute route, ProxiedDoorKind kind, Action<WebSocketEndpointOptions>? configure = null, params (string Shown, string Used)[] changes)
    {
        var door = await ProxiedDoor.StartAsync(kind, configure);
        try
        {
            return new ProxiedHost(route, await ProxyProcess.StartAsync(route.GetProgram(), [door.Address], changes), door);
        }
        catch
        {
            await door.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session through the proxy.</summary>
    /// <param name="path">The endpoint's.</param>
    /// <param name="configure">More about the request.</param>
    /// <param name="source">The client's address.</param>
    public Task<DotNetClient> ConnectAsync(string path, Action<ClientWebSocketOptions>? configure = null, IPAddress? source = null) =>
        DotNetClient.ConnectAsync(GetAddress(path), _route.GetHttpVersion(), configure ?? (_ => { }), Proxy.CreateHandler(source));

    /// <summary>The status that a handshake is answered with: 101, over HTTP/2 200, or a refusal.</summary>
    /// <param name="authority">The host and port that the client takes the proxy for.</param>
    /// <param name="path">The endpoint's.</param>
    /// <param name="headers">More lines of the request.</param>
    public async Task<HttpStatusCode> GetHandshakeStatusAsync(string authority, string path, params (string Name, string Value)[] headers)
    {
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        using var invoker = new HttpMessageInvoker(Proxy.CreateHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = _route.GetHttpVersion();
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await socket.ConnectAsync(new Uri($"wss://{authority}{path}"), invoker, deadline.Token);
        }
        catch (WebSocketException)
        {
            // The status says the rest, and 0 that there was no answer.
        }

        return socket.HttpStatusCode;
    }

    /// <summary>A connection inside TLS, over HTTP/1.1, on which nothing was sent.</summary>
    public async Task<RawPeer> ConnectRawAsync()
    {
        var tls = new SslStream(await Proxy.ConnectAsync());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = PublicHost,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            RemoteCertificateValidationCallback = TestCertificate.Trust,
        });
        return new RawPeer(tls);
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Door.DisposeAsync();
    }

    public static Uri GetAddress(string path) => new($"wss://{PublicHost}{path}");
}
