using System.Security.Claims;

namespace Endpoints.AspNetCore.Interceptors;

/// <summary>Copies values of the user's claims; the first of each type.</summary>
internal sealed class CopyClaims(Func<Claim, bool> predicate) : IWebSocketHandshakeInterceptor
{
    public ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        foreach (var claim in context.User.Claims.Where(predicate))
        {
            context.Items.TryAdd(claim.Type, claim.Value);
        }

        return default;
    }
}
