using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>A handler that takes all messages of a session as one sequence, and runs as long as it reads them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MessageStream
{
    private readonly Func<WebSocketSession, ValueTask> _run;

    private protected MessageStream(Func<WebSocketSession, ValueTask> run) => _run = run;

    /// <summary>Runs the handler; once, when the session has opened. What it leaves unread is dropped.</summary>
    /// <param name="session">The session.</param>
    internal async ValueTask RunAsync(WebSocketSession session)
    {
        try
        {
            await _run(session);
        }
        finally
        {
            Abandon();
        }
    }

    /// <summary>No message comes any more. Only the first call counts; any thread may make it.</summary>
    /// <param name="lost">
    /// Cancelled, where the connection broke: reading throws. Otherwise the session is closing and the sequence comes to its end.
    /// </param>
    internal abstract void End(CancellationToken lost);

    /// <summary>Nobody reads any more: a message that waits is dropped, and so are those that come.</summary>
    internal abstract void Abandon();
}
