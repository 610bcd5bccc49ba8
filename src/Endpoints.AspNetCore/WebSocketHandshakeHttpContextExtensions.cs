using Endpoints;

namespace Microsoft.AspNetCore.Http;

/// <summary>What interceptors of handshakes can learn from ASP.NET Core.</summary>
public static class WebSocketHandshakeHttpContextExtensions
{
    /// <summary>
    /// The request of a handshake, as middleware has left it. Not to be kept: it ends with the session, and belongs to somebody else afterwards.
    /// </summary>
    /// <param name="context">The handshake.</param>
    /// <returns><see langword="null"/> at doors that are not ASP.NET Core's, and when the last interceptor has returned.</returns>
    public static HttpContext? GetHttpContext(this WebSocketHandshakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request as HttpContext;
    }
}
