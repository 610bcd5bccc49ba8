namespace Endpoints.Dispatch;

/// <summary>The sessions of an endpoint that this host does not serve, because of its condition: there are none.</summary>
internal sealed class NoAudience : IAudienceSource
{
    public IReadOnlyList<WebSocketSession> GetAll() => [];

    public IReadOnlyList<WebSocketSession> GetGroup(string name) => [];

    public IReadOnlyList<WebSocketSession> GetUser(string name) => [];

    public int Send(in WebSocketAudience audience, bool isText, ReadOnlySpan<byte> payload, MessageKey? key) => 0;

    public ValueTask<int> SendAsync(WebSocketAudience audience, bool isText, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        new(0);
}
