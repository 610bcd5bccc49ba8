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

    /// <summary>Closes those of them that other processes have; there are none without a backplane.</summary>
    void CloseElsewhere(in WebSocketAudience audience, CloseStatus status)
    {
    }

    /// <summary>Counts those of them that other processes have.</summary>
    ValueTask<int> CountElsewhereAsync(WebSocketAudience audience, CancellationToken cancellationToken) => new(0);
}
