using System.Net;
using System.Net.Security;

namespace Endpoints.Client.Connecting;

/// <summary>A duplex stream to a server, before the handshake or past it.</summary>
/// <param name="Stream">The stream; TLS where that was asked for.</param>
/// <param name="Below">What is below TLS; the same where there is none. Its disposal ends pending reads and writes.</param>
/// <param name="Local">This end's address, where it is known.</param>
/// <param name="Remote">The server's address, where it is known.</param>
internal sealed record OpenedStream(Stream Stream, Stream Below, EndPoint? Local, EndPoint? Remote) : IAsyncDisposable
{
    /// <summary>Whether the server has chosen HTTP/2 by ALPN.</summary>
    public bool IsAgreedHttp2 => Stream is SslStream tls && tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;

    /// <summary>Ends the connection at once. From any thread, more than once.</summary>
    public void Abort() => Below.Dispose();

    public async ValueTask DisposeAsync()
    {
        Below.Dispose();
        await Stream.DisposeAsync().ConfigureAwait(false);
    }
}
