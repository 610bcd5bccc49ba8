using System.Runtime.CompilerServices;

namespace Endpoints.Connections.Presence;

/// <summary>
/// What a watcher was not told yet: of each key at most one change, into which later ones are merged, so that a slow watcher costs no more than
/// what it knows and what there is. Any thread may post; one reads.
/// </summary>
/// <typeparam name="TKey">What tells them apart.</typeparam>
/// <typeparam name="TItem">Whom the changes are about.</typeparam>
internal sealed class PresenceFeed<TKey, TItem>
    where TKey : notnull
    where TItem : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Change> _pending = new();
    private readonly Dictionary<TKey, LinkedListNode<Change>> _places = [];
    private TaskCompletionSource? _waiting;

    /// <summary>Changes that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Notes a change, and wakes the reader on another thread.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="kind">What has happened.</param>
    /// <param name="item">How it is now, or was last.</param>
    public void Post(TKey key, PresenceChangeKind kind, TItem item)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(key, out var place))
            {
                Merge(place, kind, item);
            }
            else
            {
                _places.Add(key, _pending.AddLast(new Change(key, kind, item)));
            }

            // Continuations run elsewhere, so this may happen under whatever lock the poster holds.
            if (_pending.Count > 0)
            {
                _waiting?.TrySetResult();
                _waiting = null;
            }
        }
    }

    /// <summary>The changes, without end.</summary>
    public async IAsyncEnumerable<(PresenceChangeKind Kind, TItem Item)> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Take(out var whenSome) is { } change)
            {
                yield return (change.Kind, change.Item);
            }
            else
            {
                await whenSome.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Change? Take(out Task whenSome)
    {
        lock (_gate)
        {
            if (_pending.First is { } first)
            {
                whenSome = Task.CompletedTask;
                _pending.RemoveFirst();
                _places.Remove(first.Value.Key);
                return first.Value;
            }

            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            whenSome = _waiting.Task;
            return null;
        }
    }

    private void Merge(LinkedListNode<Change> place, PresenceChangeKind kind, TItem item)
    {
        var waits = place.Value.Kind;
        var isUntold = waits is PresenceChangeKind.Present or PresenceChangeKind.Joined;
        if (isUntold && kind == PresenceChangeKind.Left)
        {
            _places.Remove(place.Value.Key);
            _pending.Remove(place);
            return;
        }

        // Who is not known yet has come, as it is now; who left and came back was never away for the watcher.
        var merged = isUntold ? waits : waits == PresenceChangeKind.Left && kind == PresenceChangeKind.Joined ? PresenceChangeKind.Updated : kind;
        place.Value = new Change(place.Value.Key, merged, item);
    }

    private sealed record Change(TKey Key, PresenceChangeKind Kind, TItem Item);
}
