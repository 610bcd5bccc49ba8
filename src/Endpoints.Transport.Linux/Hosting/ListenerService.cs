using Microsoft.Extensions.Hosting;

namespace Endpoints.Transport.Linux.Hosting;

/// <summary>Starts the listener with the application, and stops it: no further connections as soon as the application stops and has said so.</summary>
internal sealed class ListenerService(WebSocketListener listener, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;
    private Task _drained = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await listener.StartAsync().ConfigureAwait(false);
        _stopping = lifetime.ApplicationStopping.UnsafeRegister(
            static state =>
            {
                var service = (ListenerService)state!;
                service._drained = service.DrainAsync();
            },
            this);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _drained.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await listener.StopAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task DrainAsync()
    {
        await listener.RefuseAsync().ConfigureAwait(false);
        await listener.StopAcceptingAsync().ConfigureAwait(false);
        await listener.DrainAsync().ConfigureAwait(false);
    }
}
