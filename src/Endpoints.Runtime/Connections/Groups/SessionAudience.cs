using Endpoints.Protocol;

namespace Endpoints.Connections.Groups;

/// <summary>Finds and addresses the sessions of one endpoint. Safe to use from any thread.</summary>
internal sealed class SessionAudience(EndpointSessions sessions) : IAudienceSource
{
    public IReadOnlyList<WebSocketSession> GetAll() => sessions.Registry.Snapshot();

    public IReadOnlyList<WebSocketSession> GetGroup(string name) => sessions.Groups.Snapshot(name);

    public IReadOnlyList<WebSocketSession> GetUser(string name) => sessions.Users.Snapshot(name, sessions.Registry);

    public int Send(in WebSocketAudience audience, bool isText, ReadOnlySpan<byte> payload, MessageKey? key) =>
        Send(in audience, (WebSocketConnection[])audience.Candidates, isText, payload, key);

    public async ValueTask<int> SendAsync(WebSocketAudience audience, bool isText, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var candidates = (WebSocketConnection[])audience.Candidates;
        var sent = 0;
        for (var start = 0; start < candidates.Length; start += IAudienceSource.LargestBatch)
        {
            if (start > 0)
            {
                // Others of this thread come in between.
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }

            var batch = candidates.AsMemory(start, Math.Min(IAudienceSource.LargestBatch, candidates.Length - start));
            sent += Send(in audience, batch.Span, isText, payload.Span, key: null);
        }

        return sent;
    }

    private static int Send(
        in WebSocketAudience audience, ReadOnlySpan<WebSocketConnection> sessions, bool isText, ReadOnlySpan<byte> payload, MessageKey? key)
    {
        var sent = 0;
        var message = new Broadcast(isText ? Opcode.Text : Opcode.Binary, payload, key);
        try
        {
            foreach (var session in sessions)
            {
                if (audience.Includes(session) && session.TrySend(ref message))
                {
                    sent++;
                }
            }
        }
        finally
        {
            message.Dispose();
        }

        return sent;
    }
}
