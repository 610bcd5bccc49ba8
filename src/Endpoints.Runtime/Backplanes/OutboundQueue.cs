namespace Endpoints.Backplanes;

/// <summary>
/// The messages that wait for the broker, bounded in number and bytes. Many threads add, one takes; adding waits for nothing. A message that
/// has no room, or that gives way to another one, is dropped and counted.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="dropped">Told of each that is dropped, outside of the lock.</param>
internal sealed class OutboundQueue(WebSocketBackplaneOptions options, Action<OutboundMessage, DropReason> dropped)
{
    private readonly Lock _gate = new();
    private readonly Queue<OutboundMessage> _messages = new();
    private readonly AsyncSignal _added = new();
    private TaskCompletionSource? _roomy;
    private DropReason? _refusal = DropReason.Stopped;
    private long _bytes;

    /// <summary>Adds a message; false when it was dropped.</summary>
    public bool Add(in OutboundMessage message)
    {
        List<OutboundMessage>? giveWay = null;
        DropReason? refusal;
        lock (_gate)
        {
            refusal = _refusal;
            if (refusal is null && !HasRoom(message.Length) && options.QueueMode == BackplaneQueueMode.DropNewest)
            {
                refusal = DropReason.QueueFull;
            }

            if (refusal is null)
            {
                while (!HasRoom(message.Length))
                {
                    (giveWay ??= []).Add(Dequeue());
                }

                _messages.Enqueue(message);
                _bytes += message.Length;
            }
        }

        if (giveWay is not null)
        {
            foreach (var old in giveWay)
            {
                dropped(old, DropReason.QueueFull);
            }
        }

        if (refusal is not null)
        {
            dropped(message, refusal.Value);
            return false;
        }

        _added.Set();
        return true;
    }

    /// <summary>The next message; waits for one.</summary>
    public async ValueTask<OutboundMessage> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
            {
                if (_messages.Count > 0)
                {
                    return Dequeue();
                }
            }

            await _added.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Completes when less than half of the room is taken, for what can wait before it is a message.</summary>
    public Task WhenRoomyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsRoomy)
            {
                return Task.CompletedTask;
            }

            _roomy ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _roomy.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>From here on messages are taken.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _refusal = null;
        }
    }

    /// <summary>From here on messages are dropped, and so are those that wait: when there is a connection again, they would be old.</summary>
    public void Close(DropReason why)
    {
        OutboundMessage[] left;
        lock (_gate)
        {
            _refusal = why;
            left = [.. _messages];
            _messages.Clear();
            _bytes = 0;
            NoteRoom();
        }

        foreach (var message in left)
        {
            dropped(message, why);
        }
    }

    private bool HasRoom(int length) => _messages.Count < options.MaxQueuedMessages && _bytes + length <= options.MaxQueuedBytes;

    private OutboundMessage Dequeue()
    {
        var message = _messages.Dequeue();
        _bytes -= message.Length;
        NoteRoom();
        return message;
    }

    private bool IsRoomy => _messages.Count <= options.MaxQueuedMessages / 2 && _bytes <= options.MaxQueuedBytes / 2;

    private void NoteRoom()
    {
        if (_roomy is not null && IsRoomy)
        {
            _roomy.SetResult();
            _roomy = null;
        }
    }
}
