using Microsoft.AspNetCore.Http;

namespace Endpoints.AspNetCore.Interceptors;

/// <summary>Copies what middleware has left in <see cref="HttpContext.Items"/>.</summary>
internal sealed class CopyHttpContextItems(Func<object, bool> predicate) : IWebSocketHandshakeInterceptor
{
    public ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        if (context.GetHttpContext() is { } request)
        {
            foreach (var (key, value) in request.Items.Where(item => predicate(item.Key)))
            {
                context.Items[key] = value;
            }
        }

        return default;
    }
}
