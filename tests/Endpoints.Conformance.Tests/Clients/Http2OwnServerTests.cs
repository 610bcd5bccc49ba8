using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Endpoints.Client;
using Endpoints.Conformance.Tests.Doors;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>Our client against our own endpoints on Kestrel over HTTP/2, with and without TLS.</summary>
public sealed class Http2OwnServerTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Endpoints_echo_whatever_size_and_close(bool tls, bool deflate)
    {
        using var certificate = CreateCertificate();
        await using var door = await AspNetCoreDoor.StartAsync(
            options => options.Compression = deflate ? new WebSocketCompressionOptions { Threshold = 0 } : null,
            protocols: HttpProtocols.Http2,
            listen: listen =>
            {
                if (tls)
                {
                    listen.UseHttps(certificate);
                }
            });
        var options = new WebSocketClientOptions
        {
            HttpVersion = HttpVersion.Version20,
            HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            MaxMessageSize = ConformanceEndpoints.EchoLimit,
            Compression = deflate ? new WebSocketCompressionOptions { Threshold = 0 } : null,
            Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Equals(shown) },
        };
        var address = new UriBuilder(door.Address) { Scheme = tls ? "wss" : "ws", Path = ConformanceEndpoints.EchoPath }.Uri;
        await using var session = await WebSocketClient.ConnectAsync(address, options).WaitAsync(GroupRun.Patience);
        Assert.Equal(HttpVersion.Version20, ((WebSocketClientHandshake)session.Handshake).HttpVersion);

        string[] texts = ["", "x", new string('y', 70_000), new StringBuilder().Insert(0, "W\u00f6rter ", 100_000).ToString()];
        var sending = SendAsync();
        var received = 0;
        using var patience = new CancellationTokenSource(GroupRun.Patience);
        await foreach (var message in session.ReceiveAllAsync(patience.Token))
        {
            Assert.Equal(texts[received], message.GetText());
            if (++received == texts.Length)
            {
                break;
            }
        }

        await sending;
        await session.CloseAsync(new CloseStatus(4001, "done"));
        Assert.Equal(new CloseStatus(4001, "done"), await session.Completion.WaitAsync(GroupRun.Patience));

        async Task SendAsync()
        {
            foreach (var text in texts)
            {
                await session.SendTextAsync(text);
            }
        }
    }

    [Fact]
    public async Task A_path_without_an_endpoint_is_refused_with_404()
    {
        await using var door = await AspNetCoreDoor.StartAsync(protocols: HttpProtocols.Http2);
        var options = new WebSocketClientOptions { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => WebSocketClient.ConnectAsync(new UriBuilder(door.Address) { Scheme = "ws", Path = "/nowhere" }.Uri, options));
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
