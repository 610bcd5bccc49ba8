using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Endpoints.AspNetCore.Interceptors;

/// <summary>Copies values of the user's <see cref="ISession"/>, where the application has them.</summary>
internal sealed class CopyHttpSession(Func<string, bool> predicate) : IWebSocketHandshakeInterceptor
{
    public async ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        if (context.GetHttpContext()?.Features.Get<ISessionFeature>()?.Session is not { } session)
        {
            return;
        }

        await session.LoadAsync(cancellationToken);
        foreach (var key in session.Keys.Where(predicate))
        {
            if (session.TryGetValue(key, out var value))
            {
                context.Items[key] = value;
            }
        }
    }
}
