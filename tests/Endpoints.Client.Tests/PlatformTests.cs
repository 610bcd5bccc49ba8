using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Endpoints.Client.Tests.Servers;
using Endpoints.Options;

namespace Endpoints.Client.Tests;

/// <summary>Against Kestrel with ASP.NET Core's own WebSockets, with and without TLS and compression.</summary>
public sealed class PlatformTests
{
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task Every_size_comes_back_as_it_was_sent(bool tls, bool deflate, bool takeover)
    {
        await using var server = await PlatformServer.StartAsync(tls, deflate);
        var options = new WebSocketClientOptions
        {
            Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = PlatformServer.Trust },
            Compression = deflate
                ? new WebSocketCompressionOptions { ClientContextTakeover = takeover, ServerContextTakeover = takeover, Threshold = 0 }
                : null,
        };
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal(deflate, ((WebSocketClientHandshake)session.Handshake).Headers.ContainsKey("Sec-WebSocket-Extensions"));

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
    public async Task A_certificate_that_is_not_trusted_is_refused()
    {
        await using var server = await PlatformServer.StartAsync(tls: true);
        await Assert.ThrowsAsync<AuthenticationException>(() => WebSocketClient.ConnectAsync(server.Address));
    }

    [Fact]
    public async Task The_servers_certificate_is_asked_for_by_the_addresss_host_and_the_clients_is_shown()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=ada", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await PlatformServer.StartAsync(tls: true);
        var tls = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = PlatformServer.Trust,
            ClientCertificateContext = SslStreamCertificateContext.Create(made, null),
        };
        await using var session = await WebSocketClient.ConnectAsync(server.Address, new WebSocketClientOptions { Tls = tls });
        Assert.Equal("CN=ada", server.ClientCertificate);
        Assert.Null(tls.TargetHost);
        Assert.Null(tls.ApplicationProtocols);
    }

    [Fact]
    public async Task A_Unix_socket_can_stand_for_host_and_port()
    {
        await using var server = await PlatformServer.StartAsync(unixSocket: true);
        await using var session = await WebSocketClient.ConnectAsync(
            server.Address, new WebSocketClientOptions { UnixSocketPath = server.UnixSocketPath, Protocols = { "other", "echo.v1" } });
        Assert.Equal("echo.v1", session.SubProtocol);
        await session.SendTextAsync("over a file");
        var messages = session.ReceiveAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("over a file", messages.Current.GetText());
        await messages.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_says_its_status_and_headers()
    {
        await using var server = await PlatformServer.StartAsync(before: context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.FromResult(false);
        });
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address));
        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Equal(["Bearer"], error.Headers["www-authenticate"]);
    }

    private static string Text(int size) => new StringBuilder().Insert(0, "W\u00f6rter ", (size / 7) + 1).ToString()[..size];
}
