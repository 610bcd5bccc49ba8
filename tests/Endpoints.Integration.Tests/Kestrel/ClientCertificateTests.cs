using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Transport;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>The door behind TLS that asks the client for a certificate, whose business that remains.</summary>
public sealed class ClientCertificateTests
{
    public static TheoryData<TransportKind> Kinds => [TransportKind.Sockets, TransportKind.IoUring, TransportKind.Epoll];

    private static Task<AspNetCoreDoor> StartAsync(TransportKind kind) => AspNetCoreDoor.StartAsync(
        addServices: services => services.AddSingleton<Journal>().AddSingleton<Gate>().AddScoped<ScopedThing>(),
        build: builder => kind.Use(builder),
        listen: listen =>
        {
            listen.UseHttps(TestCertificate.Shared, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = static (certificate, _, _) => TestCertificate.Shared.Equals(certificate);
            });
            listen.UseWebSocketEndpoints();
        });

    private static async Task<SslStream> ConnectAsync(AspNetCoreDoor host, X509CertificateCollection certificates)
    {
        var stream = new SslStream(await host.ConnectAsync(), false, TestCertificate.Trust);
        await stream.AuthenticateAsClientAsync("127.0.0.1", certificates, SslProtocols.Tls12, checkCertificateRevocation: false);
        return stream;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_client_with_a_certificate_has_a_session(TransportKind kind)
    {
        await using var host = await StartAsync(kind);
        await using var peer = new RawPeer(await ConnectAsync(host, [TestCertificate.Shared]));
        await peer.OpenAsync("/echo");

        await peer.SendAsync(FrameBuilder.Text("known"));

        Assert.Equal("known", await peer.ReadTextAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_client_without_one_does_not_come_to_the_door(TransportKind kind)
    {
        await using var host = await StartAsync(kind);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // The server ends the connection as a whole: the client sees it in its handshake, or when it uses the connection.
            await using var peer = new RawPeer(await ConnectAsync(host, []));
            await peer.OpenAsync("/echo");
        });

        Assert.Equal(0, host.Services.GetRequiredService<Endpoints.Dispatch.EndpointServer>().SessionCount);
    }
}
