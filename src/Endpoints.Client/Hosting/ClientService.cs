using Endpoints.Client.Reconnecting;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Client.Hosting;

/// <summary>A client that runs as long as its host does.</summary>
internal sealed class ClientService(IWebSocketHandler handler, WebSocketClientRegistration registration) : BackgroundService
{
    private ReconnectLoop? _loop;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var address = registration.Address ?? throw new InvalidOperationException(
            $"AddWebSocketClient<T>() has no address: set {nameof(WebSocketClientRegistration)}.{nameof(registration.Address)}.");

        // Here, so that a mistake in the options fails the host's start.
        _loop = ReconnectLoop.Create(address, handler, registration.Reconnect, registration.Options);
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop!.RunAsync(stoppingToken);
}
