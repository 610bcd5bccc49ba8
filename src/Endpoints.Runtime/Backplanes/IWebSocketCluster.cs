namespace Endpoints.Backplanes;

/// <summary>
/// The processes that share a backplane, as this one knows them. A singleton wherever a backplane is registered; safe to use from any thread.
/// </summary>
public interface IWebSocketCluster
{
    /// <summary>This process: the identifier that others see.</summary>
    string NodeId { get; }

    /// <summary>Whether messages reach other processes at this moment.</summary>
    WebSocketBackplaneState State { get; }

    /// <summary>
    /// This process and all that have been heard of within <see cref="WebSocketBackplaneOptions.NodeExpiry"/>. One that stops says so and is gone at once; one
    /// that breaks down, or is cut off, is gone when that time has passed.
    /// </summary>
    IReadOnlyList<ClusterNode> GetNodes();
}
