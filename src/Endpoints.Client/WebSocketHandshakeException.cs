using System.Net;

namespace Endpoints.Client;

/// <summary>The server refused a client's handshake, or answered it in a way that the client must not go on with (RFC 6455 section 4.1).</summary>
public sealed class WebSocketHandshakeException : Exception
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoHeaders = [];

    internal WebSocketHandshakeException(
        string message, HttpStatusCode? statusCode = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? headers = null)
        : base(message)
    {
        StatusCode = statusCode;
        Headers = headers ?? NoHeaders;
    }

    /// <summary>The status of the response; <see langword="null"/> when what came is no response. 101 when it breaks another rule.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The headers of the response, by their name in any case; one value for each line.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }
}
