using System.Diagnostics;

namespace Endpoints.Diagnostics;

/// <summary>
/// The span of one handshake: from the request to its answer. While it lasts it is the current one for what runs on the way, interceptors and the
/// constructor of the endpoint. Of one handshake's code at a time.
/// </summary>
internal sealed class HandshakeTrace
{
    private readonly Activity _span;
    private readonly Activity? _before;

    private HandshakeTrace(Activity span, Activity? before) => (_span, _before) = (span, before);

    /// <summary>What spans of the session refer to.</summary>
    public ActivityContext Context => _span.Context;

    /// <summary>Whether somebody wants its attributes.</summary>
    public bool IsRecorded => _span.IsAllDataRequested;

    /// <summary>Starts the span and makes it the current one; <see langword="null"/> where nobody wants it.</summary>
    /// <param name="parent">Its parent, where the request names one; otherwise it is the current span.</param>
    /// <param name="path">The path of the request. Its query is left out: there may be secrets in it.</param>
    /// <param name="isSecure">Whether it came by TLS.</param>
    /// <param name="httpVersion"><c>1.1</c> or <c>2</c>.</param>
    public static HandshakeTrace? Start(ActivityContext parent, string path, bool isSecure, string httpVersion)
    {
        var before = Activity.Current;
        var tags = new ActivityTagsCollection
        {
            { "http.request.method", httpVersion == "2" ? "CONNECT" : "GET" },
            { "url.scheme", isSecure ? "wss" : "ws" },
            { "url.path", path },
            { "network.protocol.name", "http" },
            { "network.protocol.version", httpVersion },
        };
        var span = EndpointTracing.Source.StartActivity("handshake", ActivityKind.Server, parent, tags);
        return span is null ? null : new HandshakeTrace(span, before);
    }

    /// <summary>Adds an attribute.</summary>
    public void Add(string name, object? value) => _span.SetTag(name, value);

    /// <summary>Adds where the peer is.</summary>
    public void AddPeer(System.Net.EndPoint? peer) => EndpointTracing.AddPeer(_span, peer);

    /// <summary>It is not the current span any more, though it may go on.</summary>
    public void Leave()
    {
        if (Activity.Current == _span)
        {
            EndpointTracing.Leave(_before);
        }
    }

    /// <summary>The handshake is over. Only the first call counts.</summary>
    /// <param name="route">The endpoint, where one was found.</param>
    /// <param name="status">What was answered; <see langword="null"/> for nothing.</param>
    /// <param name="reason">Why it was refused or given up, as in the metrics.</param>
    /// <param name="subProtocol">The agreed sub-protocol.</param>
    public void End(string? route, int? status, string? reason, string? subProtocol = null)
    {
        if (_span.IsStopped)
        {
            return;
        }

        if (route is not null)
        {
            _span.DisplayName = $"handshake {route}";
            _span.SetTag(EndpointTracing.Route, route);
        }

        _span.SetTag("http.response.status_code", status);
        _span.SetTag(EndpointTracing.SubProtocol, subProtocol);
        _span.SetTag(EndpointTracing.ErrorType, reason);
        if (status is null or >= 500)
        {
            // By the conventions, what the client did wrong is no error of a server's span.
            _span.SetStatus(ActivityStatusCode.Error, reason);
        }

        var current = Activity.Current;
        _span.Stop();
        EndpointTracing.Leave(current == _span ? _before : current);
    }
}
