using Endpoints.Dispatch;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Hosting;

/// <summary>
/// Begins the drain when the application begins to stop: when hosted services are stopped, the server already waits for its
/// connections, and sessions would keep it waiting. While sessions are still to be taken it holds all of them up, for they would close their listeners.
/// </summary>
internal sealed class DrainService(EndpointServer server, IHostApplicationLifetime lifetime) : IHostedLifecycleService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.UnsafeRegister(static state => _ = ((DrainService)state!).DrainAsync(), this);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before anything is stopped, whoever has asked for it.
    public Task StoppingAsync(CancellationToken cancellationToken) => server.RefuseAsync().WaitAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => DrainAsync().WaitAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    // It runs once, whoever begins it.
    private Task DrainAsync() => server.DrainAsync();
}
