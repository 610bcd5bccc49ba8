using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Endpoints.Client.Tests.Servers;

/// <summary>
/// A server that speaks HTTP/2 as far as its first frame, whose settings do not allow an extended CONNECT (RFC 8441 section 3), or that does not
/// even send that.
/// </summary>
internal sealed class SettingsServer : IDisposable
{
    // A SETTINGS frame without settings, and one that acknowledges the client's (RFC 9113 section 6.5).
    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SettingsServer(bool tls, bool answers = true)
    {
        _listener.Start();
        Address = new Uri($"{(tls ? "wss" : "ws")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = ServeAsync(tls, answers);
    }

    public Uri Address { get; }

    /// <summary>Completes when a client has sent something.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Completes when the client has ended the connection.</summary>
    public Task Ended => _ended.Task;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(bool tls, bool answers)
    {
        await using var socket = new NetworkStream(await _listener.AcceptSocketAsync(), ownsSocket: true);
        Stream stream = socket;
        if (tls)
        {
            var secure = new SslStream(socket);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = PlatformServer.Certificate,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
            });
            stream = secure;
        }

        var bytes = new byte[1024];
        try
        {
            for (var isFirst = true; await stream.ReadAsync(bytes) > 0; isFirst = false)
            {
                _asked.TrySetResult();
                if (isFirst && answers)
                {
                    await stream.WriteAsync(Settings);
                }
            }
        }
        catch (IOException)
        {
            // The client's way to end.
        }

        _ended.TrySetResult();
    }
}
