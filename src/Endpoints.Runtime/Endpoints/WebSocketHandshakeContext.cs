using System.Security.Claims;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints;

/// <summary>
/// One opening handshake that has passed the checks of its endpoint, for <see cref="IWebSocketHandshakeInterceptor"/>. Not safe to use from several
/// threads at once; interceptors are called one after the other.
/// </summary>
public sealed class WebSocketHandshakeContext
{
    /// <summary>Largest body of a refusal, in bytes of UTF-8.</summary>
    internal const int MaxReasonSize = 4096;

    private readonly InterceptedHandshake _handshake;
    private readonly IReadOnlyList<string> _protocols;
    private List<KeyValuePair<string, string>>? _headers;
    private Dictionary<object, object?>? _items;
    private int _headersSize;
    private bool _isAnswered;

    /// <param name="endpointType">The endpoint class.</param>
    /// <param name="pattern">Its route template.</param>
    /// <param name="protocols">Its sub-protocols.</param>
    /// <param name="handshake">The request.</param>
    internal WebSocketHandshakeContext(Type endpointType, string pattern, IReadOnlyList<string> protocols, InterceptedHandshake handshake)
    {
        (EndpointType, Pattern) = (endpointType, pattern);
        (_protocols, _handshake) = (protocols, handshake);
    }

    /// <summary>The request: what it asks for, with the sub-protocol and the user as they are at this moment.</summary>
    public WebSocketHandshake Handshake => _handshake;

    /// <summary>The endpoint class.</summary>
    public Type EndpointType { get; }

    /// <summary>The endpoint's route template, as written.</summary>
    public string Pattern { get; }

    /// <summary>The sub-protocols that the client offers, in its order of preference (RFC 6455 section 11.3.4). Empty for none.</summary>
    public IReadOnlyList<string> OfferedProtocols => field ??= ReadOffer();

    /// <summary>
    /// The sub-protocol that will be agreed on, <see langword="null"/> for none: by the order of preference that the endpoint has, unless
    /// <see cref="SelectProtocol"/> has chosen another.
    /// </summary>
    public string? SubProtocol => _handshake.SubProtocol;

    /// <summary>
    /// Who made the request, afterwards <see cref="WebSocketHandshake.User"/> of the session. At first who the door knows; set it to say
    /// otherwise.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set when the handshake was answered.</exception>
    public ClaimsPrincipal User
    {
        get => _handshake.User;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ThrowIfAnswered();
            _handshake.SignIn(value);
        }
    }

    /// <summary>Values for the session, copied into <see cref="WebSocketSession.Items"/> before its first handler runs.</summary>
    public IDictionary<object, object?> Items => _items ??= [];

    /// <summary>Whether messages will be compressed: the endpoint does it and the client has offered it (RFC 7692 section 5).</summary>
    public bool IsCompressed { get; internal set; }

    /// <summary>
    /// What was answered, for <see cref="IWebSocketHandshakeInterceptor.AfterAsync"/>: 101, or 200 over HTTP/2, for a session, another status for a
    /// refusal; <see langword="null"/> when nothing was, because the peer was gone, and before.
    /// </summary>
    public int? StatusCode { get; private set; }

    /// <summary>What the door has of the request besides, for extension methods of that door.</summary>
    internal object? Request { get; set; }

    internal HandshakeRejection? Rejection { get; private set; }

    internal IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders => _headers ?? (IReadOnlyList<KeyValuePair<string, string>>)[];

    internal IReadOnlyDictionary<object, object?>? GivenItems => _items;

    /// <summary>
    /// Refuses the handshake: no session begins, no further interceptor is asked, and the connection is closed after the response over HTTP/1.1
    /// at doors without an HTTP server.
    /// </summary>
    /// <param name="statusCode">300 to 599, but for 304, for example 401, 302 or 429.</param>
    /// <param name="reason">The text of the response's body, at most 4,096 bytes; a standard one when it is left out.</param>
    /// <param name="headers">
    /// Headers of the response, such as <c>WWW-Authenticate</c>, <c>Location</c> or <c>Retry-After</c>; the rules are those of
    /// <see cref="AddResponseHeader"/>. Without any, 405 and 503 bring <c>Allow</c> and <c>Retry-After</c> by themselves.
    /// </param>
    /// <exception cref="ArgumentException">The status, the reason or a header is not one of these.</exception>
    /// <exception cref="InvalidOperationException">The handshake was answered.</exception>
    public void Reject(int statusCode, string? reason = null, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ThrowIfAnswered();
        if (statusCode is < 300 or 304 or > 599)
        {
            throw new ArgumentOutOfRangeException(
                nameof(statusCode), statusCode, "A handshake is refused with 300 to 599, but for 304, which answers a conditional request.");
        }

        if (reason is not null && Encoding.UTF8.GetByteCount(reason) > MaxReasonSize)
        {
            throw new ArgumentException($"The reason is at most {MaxReasonSize} bytes of UTF-8.", nameof(reason));
        }

        var size = 0;
        foreach (var (name, value) in headers)
        {
            size = Check(name, value, size, nameof(headers));
        }

        Rejection = new HandshakeRejection(
            statusCode, reason, [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))]);
    }

    /// <summary>
    /// Adds a header to the response that accepts the handshake. A name may be added several times, as <c>Set-Cookie</c> has to be. All headers
    /// together have at most 8,192 bytes.
    /// </summary>
    /// <param name="name">A token (RFC 9110 section 5.1), but none that the handshake writes itself, such as <c>Upgrade</c>.</param>
    /// <param name="value">ASCII without line ends and other control characters (RFC 9110 section 5.5).</param>
    /// <exception cref="ArgumentException">The name or the value is not one of these, or the headers are too large.</exception>
    /// <exception cref="InvalidOperationException">The handshake was answered.</exception>
    public void AddResponseHeader(string name, string value)
    {
        ThrowIfAnswered();
        _headersSize = Check(name, value, _headersSize, nameof(name));
        (_headers ??= []).Add(KeyValuePair.Create(name, value));
    }

    /// <summary>
    /// Chooses the sub-protocol. The handlers of the session go by it, as if the endpoint's own order of preference had chosen it.
    /// </summary>
    /// <param name="protocol">One that the endpoint declares and the client offers, in the same letters.</param>
    /// <exception cref="ArgumentException">The endpoint does not declare it, or the client does not offer it.</exception>
    /// <exception cref="InvalidOperationException">The handshake was answered.</exception>
    public void SelectProtocol(string protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ThrowIfAnswered();
        var index = -1;
        for (var i = 0; i < _protocols.Count && index < 0; i++)
        {
            index = string.Equals(_protocols[i], protocol, StringComparison.Ordinal) ? i : -1;
        }

        if (index < 0)
        {
            throw new ArgumentException(
                $"{EndpointType.Name} does not declare the sub-protocol '{protocol}'; it has: {string.Join(", ", _protocols)}.", nameof(protocol));
        }

        if (!OfferedProtocols.Contains(protocol, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The client does not offer the sub-protocol '{protocol}', so that it may not be chosen (RFC 6455 section 4.2.2).", nameof(protocol));
        }

        _handshake.Select(index);
    }

    /// <summary>Does not agree to permessage-deflate, whatever the endpoint's settings and the client's offer are (RFC 7692 section 5).</summary>
    /// <exception cref="InvalidOperationException">The handshake was answered.</exception>
    public void DisableCompression()
    {
        ThrowIfAnswered();
        IsCompressed = false;
    }

    /// <summary>What follows is decided: nothing can be changed any more.</summary>
    internal void Seal() => _isAnswered = true;

    /// <summary>Notes what was answered.</summary>
    internal void Answered(int? statusCode)
    {
        _isAnswered = true;
        StatusCode = statusCode;
    }

    private static int Check(string name, string value, int size, string parameter)
    {
        if (name is null || value is null)
        {
            throw new ArgumentException("The name or the value of a header is null.", parameter);
        }

        if (ResponseHeaderRules.FindFault(name, value) is { } fault)
        {
            throw new ArgumentException(fault, parameter);
        }

        size += ResponseHeaderRules.GetSize(name, value);
        return size <= ResponseHeaderRules.MaxSize
            ? size
            : throw new ArgumentException($"The headers of a response take at most {ResponseHeaderRules.MaxSize} bytes together.", parameter);
    }

    private string[] ReadOffer() =>
        _handshake.GetHeaderValue("Sec-WebSocket-Protocol")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private void ThrowIfAnswered()
    {
        if (_isAnswered)
        {
            throw new InvalidOperationException("The handshake was answered, and cannot be changed any more. Do that before BeforeAsync returns.");
        }
    }
}
