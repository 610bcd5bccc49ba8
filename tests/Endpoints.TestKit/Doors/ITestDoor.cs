namespace Endpoints.TestKit.Doors;

/// <summary>A running host behind one door, for suites that run on each of them.</summary>
internal interface ITestDoor : IAsyncDisposable
{
    IServiceProvider Services { get; }

    /// <summary>A fresh connection, before the handshake.</summary>
    Task<Stream> ConnectAsync();

    /// <summary>Stops the host as a deployment does; completes when its sessions have ended.</summary>
    Task StopAsync();
}
