using Endpoints.Backplanes;
using Endpoints.Dispatch;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Hosting;

/// <summary>
/// Connects to the other processes while the application runs. It starts whether or not the broker can be reached, and stops behind all other services: what
/// close handlers send while sessions drain still goes out.
/// </summary>
/// <param name="node">This process.</param>
/// <param name="server">Has told the node which endpoints there are, by being made.</param>
internal sealed class BackplaneService(BackplaneNode node, EndpointServer server) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = server.Backplane;
        node.Start();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => node.StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
