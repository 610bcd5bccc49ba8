using Endpoints.Connections.Groups;
using Endpoints.Connections.Limiting;
using Endpoints.Connections.Sending;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Connections;

/// <summary>
/// The state of a session that most sessions never have, or have only when they end: it exists from the first need on. Who may touch a field
/// is said in the part of the connection that uses it.
/// </summary>
internal sealed class SessionExtras
{
    // What an application asked for.
    public string? Id;
    public Dictionary<object, object?>? Items;
    public CancellationTokenSource? Aborted;
    public TaskCompletionSource<CloseStatus>? Completion;
    public List<SessionGroup>? Groups;
    public byte[]? Presence;

    // Limits that are not for all.
    public SessionMeter? Meter;
    public SessionPlace? Place;

    // Sending.
    public MessageDeflater? Deflater;
    public Queue<SendWaiter>? Waiters;
    public MessageQueue? Queue;
    public List<DrainWaiter>? DrainWaiters;
    public CancellationTokenSource? SendingEnds;
    public TaskCompletionSource<bool>? WhenFlushed;
    public byte[]? LatestPong;
    public bool OutputLost;

    // The message that is being delivered, if it is large and its memory could be lent, or handed over where it was assembled (it has no start).
    public nint LendableStart;
    public int LendableLength;
    public int LendableThread;

    // Handlers that run beside delivery.
    public ParallelHandlers? Parallel;
    public Task? Streams;
    public Task? BodyHandler;
    public volatile MessageBody? Body;
    public volatile bool BodyHandlerRunning;

    // The end.
    public volatile LeavingStatus? Leaving;
    public CloseStatus Status = CloseStatus.AbnormalClosure;
    public string? Cause;
    public long CloseBeganAt;

    // Watching.
    public SessionTrace? Trace;
    public long PingTakenAt;
}
