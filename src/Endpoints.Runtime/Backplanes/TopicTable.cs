namespace Endpoints.Backplanes;

/// <summary>
/// Which topics this process has somebody for. Groups come and go under locks of their own, so noting that is short; the connection takes the changes
/// from here. A topic stays for a while when nobody is left. Safe to use from any thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="delay">How long a topic stays without anybody.</param>
/// <param name="maxExact">Most topics that are subscribed to one by one; beyond, buckets are.</param>
internal sealed class TopicTable(TimeProvider time, TimeSpan delay, int maxExact)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Entry> _entries = [];
    private readonly Queue<(ulong Key, long Since)> _emptied = new();
    private readonly int[] _inBucket = new int[BackplaneTopic.BucketCount];
    private readonly HashSet<BackplaneTopic> _subscribed = [];
    private HashSet<BackplaneTopic> _touched = [];
    private bool _isCoarse = maxExact == 0;

    /// <summary>Set when there may be something to take.</summary>
    public AsyncSignal Changed { get; } = new();

    /// <summary>Somebody is there for a topic, once more.</summary>
    public void Add(BackplaneTopic topic)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = !_entries.TryGetValue(topic.Key, out var entry);
            if (isNew)
            {
                _entries.Add(topic.Key, entry = new Entry());
                _inBucket[topic.Bucket]++;
                Touch(topic);
                Coarsen();
            }

            entry!.Count++;
        }

        if (isNew)
        {
            Changed.Set();
        }
    }

    /// <summary>The opposite of one <see cref="Add"/>.</summary>
    public void Remove(BackplaneTopic topic)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(topic.Key, out var entry) && --entry.Count == 0)
            {
                entry.EmptySince = time.GetTimestamp();
                if (!entry.IsQueued)
                {
                    entry.IsQueued = true;
                    _emptied.Enqueue((topic.Key, entry.EmptySince));
                }
            }
        }
    }

    /// <summary>A new connection has no subscriptions: all that are needed, to begin with.</summary>
    public IReadOnlyCollection<BackplaneTopic> Restart()
    {
        lock (_gate)
        {
            Sweep();
            _touched = [];
            _subscribed.Clear();
            if (_isCoarse)
            {
                for (var bucket = 0; bucket < _inBucket.Length; bucket++)
                {
                    if (_inBucket[bucket] > 0)
                    {
                        _subscribed.Add(BackplaneTopic.OfBucket(bucket));
                    }
                }
            }
            else
            {
                _subscribed.UnionWith(_entries.Keys.Select(BackplaneTopic.OfKey));
            }

            return [.. _subscribed];
        }
    }

    /// <summary>What has to change since the last call, or since the restart. The caller does it, subscribing first.</summary>
    public (IReadOnlyCollection<BackplaneTopic> Subscribe, IReadOnlyCollection<BackplaneTopic> Unsubscribe) TakeChanges()
    {
        lock (_gate)
        {
            Sweep();
            List<BackplaneTopic> subscribe = [];
            List<BackplaneTopic> unsubscribe = [];
            foreach (var topic in _touched)
            {
                if (IsNeeded(topic))
                {
                    if (_subscribed.Add(topic))
                    {
                        subscribe.Add(topic);
                    }
                }
                else if (_subscribed.Remove(topic))
                {
                    unsubscribe.Add(topic);
                }
            }

            _touched.Clear();
            return (subscribe, unsubscribe);
        }
    }

    private bool IsNeeded(BackplaneTopic topic) =>
        topic.IsBucket == _isCoarse && (topic.IsBucket ? _inBucket[topic.Bucket] > 0 : _entries.ContainsKey(topic.Key));

    private void Touch(BackplaneTopic topic) => _touched.Add(_isCoarse ? topic.WholeBucket : topic);

    // For good: a process that has had so many groups will have them again.
    private void Coarsen()
    {
        if (_isCoarse || _entries.Count <= maxExact)
        {
            return;
        }

        _isCoarse = true;
        _touched.UnionWith(_subscribed);
        foreach (var key in _entries.Keys)
        {
            _touched.Add(BackplaneTopic.OfKey(key).WholeBucket);
        }
    }

    // Only the first ones, as far as it is time: there may be very many, and who joins waits meanwhile.
    private void Sweep()
    {
        while (_emptied.TryPeek(out var first) && time.GetElapsedTime(first.Since) >= delay)
        {
            var key = _emptied.Dequeue().Key;
            var entry = _entries[key];
            if (entry.Count > 0)
            {
                entry.IsQueued = false;
            }
            else if (time.GetElapsedTime(entry.EmptySince) < delay)
            {
                // Somebody had come back. It may have to wait for what is in front of it, for less than the delay once more.
                _emptied.Enqueue((key, entry.EmptySince));
            }
            else
            {
                var topic = BackplaneTopic.OfKey(key);
                _entries.Remove(key);
                _inBucket[topic.Bucket]--;
                Touch(topic);
            }
        }
    }

    private sealed class Entry
    {
        public int Count;
        public long EmptySince;
        public bool IsQueued;
    }
}
