using Endpoints.TestKit.Net;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>A session behind some door: its bytes, and what the handshake agreed on.</summary>
internal sealed record OpenedSession(Stream Stream, RawPeer Peer, string? Extensions) : IAsyncDisposable
{
    /// <summary>What has to be given back besides the stream.</summary>
    public IDisposable? Owner { get; init; }

    public async ValueTask DisposeAsync()
    {
        await Peer.DisposeAsync();
        Owner?.Dispose();
    }
}
