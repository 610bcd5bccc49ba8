using System.Net;
using Endpoints.Handshake;

namespace Endpoints.Client;

/// <summary>The server refused a client's handshake, or answered it in a way that the client must not go on with (RFC 6455 section 4.1).</summary>
public sealed class WebSocketHandshakeException : Exception
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoHeaders = [];

    internal WebSocketHandshakeException(
        string message,
        HttpStatusCode? statusCode = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? headers = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Headers = headers ?? NoHeaders;
    }

    /// <summary>A response that the client does not go on with.</summary>
    internal static WebSocketHandshakeException Of(ResponseFault fault, int statusCode, Dictionary<string, IReadOnlyList<string>> headers)
    {
        var what = fault is ResponseFault.Refused or ResponseFault.ConnectRefused ? $" It is {statusCode}." : "";
        return new WebSocketHandshakeException(ResponseFaults.Describe(fault) + what, (HttpStatusCode)statusCode, headers);
    }

    /// <summary>The status of the response; <see langword="null"/> when what came is no response. 101, or 200 over HTTP/2, when it breaks another rule.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The headers of the response, by their name in any case; one value for each line.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }
}
