using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Endpoints.Client.Tests.Servers;
using Endpoints.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Client.Tests;

/// <summary>What is the same over every version of HTTP, against Kestrel with ASP.NET Core's own WebSockets.</summary>
/// <param name="protocols">What the server speaks.</param>
/// <param name="version">What the client asks for, and gets.</param>
public abstract class PlatformSessions(HttpProtocols protocols, Version version)
{
    /// <summary>Options that ask for this version and trust the server.</summary>
    private protected WebSocketClientOptions CreateOptions() => new()
    {
        HttpVersion = version,
        HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = PlatformServer.Trust },
    };

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task Every_size_comes_back_as_it_was_sent(bool tls, bool deflate, bool takeover)
    {
        await using var server = await PlatformServer.StartAsync(tls, deflate, protocols: protocols);
        var options = CreateOptions();
        options.Compression = deflate
            ? new WebSocketCompressionOptions { ClientContextTakeover = takeover, ServerContextTakeover = takeover, Threshold = 0 }
            : null;
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        var handshake = (WebSocketClientHandshake)session.Handshake;
        Assert.Equal((version, deflate), (handshake.HttpVersion, handshake.Headers.ContainsKey("Sec-WebSocket-Extensions")));
        Assert.Equal(server.Address.Port, ((IPEndPoint)handshake.RemoteEndPoint!).Port);

        // The last one is larger than HTTP/2's windows of flow control (RFC 9113 section 6.9.2). More than half a send queue would pause the delivery of
        // echoes, which this server waits for.
        int[] sizes = [0, 1, 125, 126, 4096, 65_535, 65_536, 300_000];
        var sending = SendAsync();
        var received = 0;
        using var patience = new CancellationTokenSource(RawServer.Patience);
        await foreach (var message in session.ReceiveAllAsync(patience.Token))
        {
            Assert.Equal(Text(sizes[received]), message.GetText());
            if (++received == sizes.Length)
            {
                break;
            }
        }

        await sending;
        await session.CloseAsync(new CloseStatus(4001, "done"));
        Assert.Equal(new CloseStatus(4001, "done"), await session.Completion.WaitAsync(RawServer.Patience));

        async Task SendAsync()
        {
            foreach (var size in sizes)
            {
                await session.SendTextAsync(Text(size));
            }
        }
    }

    [Fact]
    public async Task The_servers_certificate_is_asked_for_by_the_addresss_host_and_the_clients_is_shown()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=ada", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await PlatformServer.StartAsync(tls: true, protocols: protocols);
        var options = CreateOptions();
        options.Tls!.ClientCertificateContext = SslStreamCertificateContext.Create(made, null);
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal((version, "CN=ada"), (((WebSocketClientHandshake)session.Handshake).HttpVersion, server.ClientCertificate));
        Assert.Null(options.Tls.TargetHost);
        Assert.Null(options.Tls.ApplicationProtocols);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_refused()
    {
        await using var server = await PlatformServer.StartAsync(tls: true, protocols: protocols);
        var options = CreateOptions();
        options.Tls = null;
        await Assert.ThrowsAsync<AuthenticationException>(() => WebSocketClient.ConnectAsync(server.Address, options));
    }

    [Fact]
    public async Task A_refusal_says_its_status_and_headers()
    {
        await using var server = await PlatformServer.StartAsync(protocols: protocols, before: context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.FromResult(false);
        });
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address, CreateOptions()));
        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Equal(["Bearer"], error.Headers["www-authenticate"]);
    }

    private static string Text(int size) => new StringBuilder().Insert(0, "W\u00f6rter ", (size / 7) + 1).ToString()[..size];
}
