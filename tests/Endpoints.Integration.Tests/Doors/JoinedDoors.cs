using Endpoints.Backplanes;
using Endpoints.TestKit.Doors;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Endpoints.Integration.Tests.Doors;

/// <summary>Two servers of one kind of door, with a backplane in memory between them that a test can take down.</summary>
internal sealed class JoinedDoors : IAsyncDisposable
{
    private JoinedDoors(ITestDoor a, ITestDoor b, InMemoryBackplane backplane) => (A, B, Backplane) = (a, b, backplane);

    public ITestDoor A { get; }

    public ITestDoor B { get; }

    public InMemoryBackplane Backplane { get; }

    /// <summary>Starts both, and returns when each knows the other.</summary>
    /// <param name="start">Starts one with what is added to its services.</param>
    public static async Task<JoinedDoors> StartAsync(Func<Action<IServiceCollection>, Task<ITestDoor>> start)
    {
        var backplane = new InMemoryBackplane();
        var a = await start(services => Join(services, backplane, "a"));
        try
        {
            var doors = new JoinedDoors(a, await start(services => Join(services, backplane, "b")), backplane);
            await doors.UntilConnectedAsync();
            await Condition.UntilAsync(() => NodesOf(doors.A).Count == 2 && NodesOf(doors.B).Count == 2);
            return doors;
        }
        catch
        {
            await a.DisposeAsync();
            throw;
        }
    }

    public static IReadOnlyList<ClusterNode> NodesOf(ITestDoor door) => ClusterOf(door).GetNodes();

    public static IWebSocketCluster ClusterOf(ITestDoor door) => door.Services.GetRequiredService<IWebSocketCluster>();

    public static async Task<HealthStatus> HealthOfAsync(ITestDoor door) =>
        (await door.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    /// <summary>Waits until what one sends may reach the other.</summary>
    public Task UntilConnectedAsync() => UntilStateAsync(WebSocketBackplaneState.Connected);

    /// <summary>Waits until neither reaches the other, and both know it.</summary>
    public Task UntilDisconnectedAsync() => UntilStateAsync(WebSocketBackplaneState.Disconnected);

    /// <summary>Waits until so many of them are subscribed to a group: a message that is sent before goes past.</summary>
    public Task UntilSubscribedAsync<TEndpoint>(string group, int count) =>
        Condition.UntilAsync(() => Backplane.CountSubscribers(typeof(TEndpoint), group) == count);

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
    }

    private static void Join(IServiceCollection services, InMemoryBackplane backplane, string name)
    {
        services.AddHealthChecks().AddWebSocketEndpoints();
        services.AddWebSocketBackplane(backplane, options =>
        {
            options.NodeName = name;
            options.ReconnectDelay = TimeSpan.FromMilliseconds(10);
            options.MaxReconnectDelay = TimeSpan.FromMilliseconds(50);
            options.AnnounceInterval = TimeSpan.FromMilliseconds(250);

            // Who goes is known because it says so, and who answers late is waited for.
            options.NodeExpiry = TimeSpan.FromHours(1);
            options.CountTimeout = Condition.Patience;
        });
    }

    private Task UntilStateAsync(WebSocketBackplaneState state) => Condition.UntilAsync(() => ClusterOf(A).State == state && ClusterOf(B).State == state);
}
