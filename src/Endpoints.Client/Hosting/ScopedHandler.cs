using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Client.Hosting;

/// <summary>Gives each session a handler of its own, from a scope that lives as long as the session.</summary>
internal sealed class ScopedHandler<THandler>(IServiceScopeFactory scopes) : IWebSocketHandler
    where THandler : class, IWebSocketHandler
{
    /// <summary>Those of a handler that is made to be asked, once, before there is a session.</summary>
    public IReadOnlyList<string> SubProtocols
    {
        get
        {
            var scope = scopes.CreateAsyncScope();
            IReadOnlyList<string> protocols = [.. scope.ServiceProvider.GetRequiredService<THandler>().SubProtocols];

            // Asynchronously, for handlers that cannot be disposed otherwise.
            scope.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return protocols;
        }
    }

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }
}
