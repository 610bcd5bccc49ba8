namespace Endpoints;

/// <summary>What a <see cref="WebSocketAudience"/> is an audience of: the sessions of one endpoint.</summary>
internal interface IAudienceSource
{
    /// <summary>Most sessions that get a message in one go, where the caller lets others in between.</summary>
    const int LargestBatch = 4096;

    IReadOnlyList<WebSocketSession> GetAll();

    IReadOnlyList<WebSocketSession> GetGroup(string name);

    IReadOnlyList<WebSocketSession> GetUser(string name);

    /// <summary>Queues a message for each of them; returns how many have taken it. One with a key takes the place of what waits with it.</summary>
    int Send(in WebSocketAudience audience, bool isText, ReadOnlySpan<byte> payload, MessageKey? key = null);

    /// <summary>The same in batches.</summary>
    ValueTask<int> SendAsync(WebSocketAudience audience, bool isText, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
