using Endpoints.Connections.Sending;

namespace Endpoints.Connections;

/// <summary>Waiting until the peer has taken what waits for it.</summary>
internal sealed partial class WebSocketConnection
{
    public override ValueTask WaitForDrainAsync(int atMost = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        DrainWaiter waiter;
        bool flush;
        using (_gate.Hold())
        {
            if (_extras is not { OutputLost: true } && QueuedBytes <= atMost)
            {
                return default;
            }

            if (_transportClosed)
            {
                return ValueTask.FromException(new WebSocketClosedException(Status));
            }

            waiter = new DrainWaiter(atMost);
            (Extras.DrainWaiters ??= []).Add(waiter);

            // Even within a batch: it is what the batch holds so far that this waits for.
            flush = MustFlush(withinBatch: true);
        }

        if (flush)
        {
            _transport.RequestFlush();
        }

        return new ValueTask(cancellationToken.CanBeCanceled ? WaitAsync(waiter, cancellationToken) : waiter.Task);
    }

    private async Task WaitAsync(DrainWaiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            using (_gate.Hold())
            {
                Extras.DrainWaiters?.Remove(waiter);
            }

            throw;
        }
    }

    /// <summary>Tells those whose wait is over. Under the lock: what they do next runs elsewhere.</summary>
    private void AdmitDrainWaiters(List<DrainWaiter> waiters)
    {
        var queued = QueuedBytes;
        for (var i = waiters.Count - 1; i >= 0; i--)
        {
            if (waiters[i].Most >= queued)
            {
                waiters[i].SetResult();
                waiters.RemoveAt(i);
            }
        }
    }

    private void FailDrainWaiters(List<DrainWaiter> waiters)
    {
        foreach (var waiter in waiters)
        {
            waiter.SetException(new WebSocketClosedException(Status));
        }

        waiters.Clear();
    }
}
