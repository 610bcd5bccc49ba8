using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Dispatch.Handlers;

/// <summary>A handler for each session.</summary>
internal sealed class HandlerPerSession<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
    : HandlerSource(typeof(THandler), typeof(THandler))
    where THandler : class, IWebSocketHandler
{
    private readonly ObjectFactory<THandler> _create = ActivatorUtilities.CreateFactory<THandler>([]);

    public override IReadOnlyList<string> FindSubProtocols(IServiceProvider services) => AskOneAsync(services).AsTask().GetAwaiter().GetResult();

    public override HandlerDispatcher CreateDispatcher(WebSocketHandshake handshake, bool offThread) =>
        new(_create(handshake.Services, null), isOwned: true, offThread);

    // A handshake is decided before there is a handler, so that a refused one costs nothing: one is made to be asked when the application starts.
    private async ValueTask<IReadOnlyList<string>> AskOneAsync(IServiceProvider services)
    {
        try
        {
            var scope = services.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var dispatcher = new HandlerDispatcher(_create(scope.ServiceProvider, null), isOwned: true, offThread: false);
                try
                {
                    return [.. dispatcher.Handler.SubProtocols];
                }
                finally
                {
                    await dispatcher.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"A {typeof(THandler).Name} could not be made to be asked for its sub-protocols. Register what its constructor takes, or set "
                + $"{nameof(Options.WebSocketHandlerOptions)}.{nameof(Options.WebSocketHandlerOptions.Protocols)}, to an empty list for none: then "
                + "none is made before there is a session.",
                error);
        }
    }
}
