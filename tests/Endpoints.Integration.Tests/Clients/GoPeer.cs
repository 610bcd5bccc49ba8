using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>Gorilla's websocket, compiled once in a run.</summary>
internal static class GoPeer
{
    private static readonly Lazy<Task<PeerProgram>> Built = new(BuildAsync);

    public static Task<PeerProgram> GetAsync() => Built.Value;

    private static async Task<PeerProgram> BuildAsync() =>
        new("Go", await GoProgram.BuildAsync(Path.Combine(Repository.ClientFolder, "go"), "go-peer"));
}
