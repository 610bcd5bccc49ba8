using Endpoints.Client.Connecting;
using Endpoints.Client.Reconnecting;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Client.Hosting;

/// <summary>A client that runs as long as its host does.</summary>
/// <param name="handler">The conversation.</param>
/// <param name="registration">Where it leads to, and how.</param>
/// <param name="read">Reads the options.</param>
internal sealed class ClientService(
    IWebSocketHandler handler, WebSocketClientRegistration registration, Func<WebSocketClientOptions, ClientSettings> read) : BackgroundService
{
    private ReconnectLoop? _loop;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var address = registration.Address ?? throw new InvalidOperationException(
            $"A client has no address: set {nameof(WebSocketClientRegistration)}.{nameof(registration.Address)}.");

        // Here, so that a mistake in the options fails the host's start.
        _loop = ReconnectLoop.Create(address, handler, registration.Reconnect, read(registration.Options));
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop!.RunAsync(stoppingToken);
}
