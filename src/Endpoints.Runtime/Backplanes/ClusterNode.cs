namespace Endpoints.Backplanes;

/// <summary>A process of the application, as it has announced itself.</summary>
/// <param name="Id">Unique, and new each time the process starts.</param>
/// <param name="Name">What it calls itself, <see cref="WebSocketBackplaneOptions.NodeName"/>.</param>
/// <param name="IsThis">Whether it is the process that is asked.</param>
/// <param name="Sessions">How many sessions it has, by the full name of the endpoint class.</param>
public sealed record ClusterNode(string Id, string Name, bool IsThis, IReadOnlyDictionary<string, int> Sessions)
{
    /// <summary>How many sessions it has.</summary>
    public int SessionCount => Sessions.Values.Sum();
}
