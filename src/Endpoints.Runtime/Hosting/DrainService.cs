using Endpoints.Dispatch;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Hosting;

/// <summary>
/// Begins the drain when the application begins to stop: when hosted services are stopped, the server already waits for its
/// connections, and sessions would keep it waiting.
/// </summary>
internal sealed class DrainService(EndpointServer server, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;
    private Task _drained = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.UnsafeRegister(
            static state =>
            {
                var service = (DrainService)state!;
                service._drained = service.DrainAsync();
            },
            this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _drained.WaitAsync(cancellationToken);

    public void Dispose() => _stopping.Dispose();

    private Task DrainAsync() => server.DrainAsync();
}
