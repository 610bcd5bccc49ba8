namespace Endpoints.RabbitMQ;

/// <summary>Published messages whose confirms are waited for, by their numbers. Safe to use from any thread.</summary>
internal sealed class ConfirmList
{
    private readonly Lock _gate = new();
    private readonly SortedList<ulong, TaskCompletionSource> _waiting = [];
    private Exception? _lost;

    /// <summary>A message that is about to be published; numbers only grow.</summary>
    public Task Add(ulong number)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lost is not null)
            {
                return Task.FromException(_lost);
            }

            _waiting.Add(number, confirmed);
        }

        return confirmed.Task;
    }

    /// <summary>The broker has said what became of a message, or of all up to it.</summary>
    public void Complete(ulong number, bool multiple, Exception? failure)
    {
        lock (_gate)
        {
            if (!multiple)
            {
                if (_waiting.Remove(number, out var only))
                {
                    End(only, failure);
                }

                return;
            }

            var done = 0;
            while (done < _waiting.Count && _waiting.GetKeyAtIndex(done) <= number)
            {
                End(_waiting.GetValueAtIndex(done++), failure);
            }

            for (; done > 0; done--)
            {
                _waiting.RemoveAt(done - 1);
            }
        }
    }

    /// <summary>The connection is lost: nothing more is confirmed.</summary>
    public void FailAll(Exception why)
    {
        lock (_gate)
        {
            _lost ??= why;
            foreach (var waiting in _waiting.Values)
            {
                End(waiting, why);
            }

            _waiting.Clear();
        }
    }

    private static void End(TaskCompletionSource waiting, Exception? failure)
    {
        if (failure is null)
        {
            waiting.TrySetResult();
        }
        else
        {
            waiting.TrySetException(failure);
        }
    }
}
