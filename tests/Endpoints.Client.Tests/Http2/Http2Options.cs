using System.Net;
using System.Net.Security;
using Endpoints.Client.Tests.Servers;

namespace Endpoints.Client.Tests.Http2;

/// <summary>Options of clients that ask for HTTP/2.</summary>
internal static class Http2Options
{
    public static WebSocketClientOptions Exact => Of(HttpVersionPolicy.RequestVersionExact);

    public static WebSocketClientOptions Of(HttpVersionPolicy policy) => new()
    {
        HttpVersion = HttpVersion.Version20,
        HttpVersionPolicy = policy,
        Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = PlatformServer.Trust },
    };

    /// <summary>Options that share the connections of a handler.</summary>
    public static WebSocketClientOptions Sharing(HttpMessageInvoker invoker) => new()
    {
        HttpVersion = HttpVersion.Version20,
        HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Invoker = invoker,
    };

    public static HttpMessageInvoker CreateInvoker() =>
        new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = PlatformServer.Trust } });

    public static Version VersionOf(WebSocketSession session) => ((WebSocketClientHandshake)session.Handshake).HttpVersion;

    /// <summary>Sends a text, and checks that it comes back.</summary>
    public static async Task EchoAsync(WebSocketSession session, string text)
    {
        await session.SendTextAsync(text);
        await using var messages = session.ReceiveAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(RawServer.Patience));
        Assert.Equal(text, messages.Current.GetText());
    }
}
