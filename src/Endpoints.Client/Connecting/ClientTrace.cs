using System.Diagnostics;
using Endpoints.Diagnostics;

namespace Endpoints.Client.Connecting;

/// <summary>The span of a client's handshake: from connecting to the answer. Ends when it is disposed.</summary>
internal sealed class ClientTrace : IDisposable
{
    private readonly Activity _span;
    private readonly Activity? _before;

    private ClientTrace(Activity span, Activity? before) => (_span, _before) = (span, before);

    /// <summary>Starts the span below the current one, and makes it the current one; <see langword="null"/> where nobody wants it.</summary>
    /// <param name="address">Where the connection goes.</param>
    public static ClientTrace? Start(ServerAddress address)
    {
        if (!EndpointTracing.IsOn)
        {
            return null;
        }

        var before = Activity.Current;
        var tags = new ActivityTagsCollection
        {
            { "http.request.method", "GET" },
            { "url.scheme", address.Uri.Scheme },
            { "url.path", address.Uri.AbsolutePath },
            { "server.address", address.Uri.IdnHost },
            { "server.port", address.Uri.Port },
            { "network.protocol.name", "http" },
            { "network.protocol.version", "1.1" },
        };
        var span = EndpointTracing.Source.StartActivity("connect", ActivityKind.Client, default(ActivityContext), tags);
        return span is null ? null : new ClientTrace(span, before);
    }

    /// <summary>The span around that of a handshake, which is the current one; or the current one, if it is no handshake's.</summary>
    public static Activity? Outer =>
        Activity.Current is { Kind: ActivityKind.Client } span && span.Source == EndpointTracing.Source ? span.Parent : Activity.Current;

    /// <summary>The server has accepted.</summary>
    public void Opened(WebSocketSession session)
    {
        _span.SetTag("http.response.status_code", 101);
        _span.SetTag(EndpointTracing.SubProtocol, session.SubProtocol);
        EndpointTracing.AddPeer(_span, session.Handshake.RemoteEndPoint);
    }

    /// <summary>There is no session.</summary>
    public void Failed(Exception error)
    {
        var status = (error as WebSocketHandshakeException)?.StatusCode is { } code ? (int)code : (int?)null;
        var refused = status is >= 300;
        _span.SetTag("http.response.status_code", status);
        _span.SetTag(EndpointTracing.ErrorType, refused ? status.ToString() : error.GetType().FullName);
        _span.SetStatus(ActivityStatusCode.Error, refused ? null : error.Message);
    }

    public void Dispose()
    {
        _span.Stop();
        EndpointTracing.Leave(_before);
    }
}
