namespace Endpoints.Backplanes;

/// <summary>The connection: made, lost, made again.</summary>
internal sealed partial class BackplaneNode
{
    // How many looks at the counts there are between two announcements that come anyway.
    private const int LooksPerAnnouncement = 5;

    // How long a stopping process waits for its last message to leave.
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    // How long what still uses a connection that is gone may take to notice.
    private static readonly TimeSpan WorkPatience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private volatile WebSocketBackplaneState _state = WebSocketBackplaneState.Stopped;
    private volatile bool _isLeaving;
    private Task? _running;
    private Task? _ticking;

    /// <summary>Begins to connect; waits for nothing. A second call does nothing.</summary>
    public void Start()
    {
        if (_running is null)
        {
            _state = WebSocketBackplaneState.Disconnected;
            _running = Task.Run(() => RunAsync(_stopping.Token));
            _ticking = TickAsync(_stopping.Token);
        }
    }

    /// <summary>Says goodbye and disconnects.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is null || _stopping.IsCancellationRequested)
        {
            return;
        }

        if (_state == WebSocketBackplaneState.Connected)
        {
            _isLeaving = true;
            var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Enqueue(ClusterTopic, EnvelopeKind.Goodbye, AudienceKind.All, "", null, [], left);
            await left.Task.WaitAsync(GoodbyeTimeout, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running, _ticking!).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _state = WebSocketBackplaneState.Stopped;
        _outbound.Close(DropReason.Stopped);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _stopping.Dispose();
        _metrics.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            Exception? why;
            try
            {
                why = await ConnectOnceAsync(() => failures = 0, stopping).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                why = error;
            }

            if (stopping.IsCancellationRequested)
            {
                return;
            }

            if (++failures == 1)
            {
                BackplaneLog.Disconnected(_logger, _backplane.Name, why);
            }
            else
            {
                BackplaneLog.StillDisconnected(_logger, _backplane.Name, failures, why);
            }

            await Task.Delay(DelayAfter(failures), _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Connects, and returns when that connection is lost.</summary>
    private async Task<Exception?> ConnectOnceAsync(Action connected, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var gaveUp = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var connection = await _backplane.ConnectAsync(this, gaveUp.Token).ConfigureAwait(false);
        Task[] work = [];
        try
        {
            foreach (var presence in _presence.Values)
            {
                presence.Restart();
            }

            var topics = _topics.Restart();
            await connection.SubscribeAsync(topics, gaveUp.Token).ConfigureAwait(false);
            late.CancelAfter(Timeout.InfiniteTimeSpan);
            _outbound.Open();
            _state = WebSocketBackplaneState.Connected;
            _metrics.Connected();
            BackplaneLog.Connected(_logger, _backplane.Name, NodeId, topics.Count);
            connected();
            Announce(CountSessions());
            work =
            [
                PublishAllAsync(connection, ends.Token),
                SubscribeAllAsync(connection, ends.Token),
                .. _presence.Values.Select(presence => presence.TellAsync(ends.Token)),
            ];
            var first = await Task.WhenAny([connection.Closed, .. work]).ConfigureAwait(false);
            return first.Exception?.InnerException;
        }
        finally
        {
            // Before the connection is disposed, which may take its time.
            _state = WebSocketBackplaneState.Disconnected;
            _outbound.Close(DropReason.Disconnected);
            await ends.CancelAsync().ConfigureAwait(false);
            Observe(connection.Closed);
            await connection.DisposeAsync().ConfigureAwait(false);

            // The next connection has the queue and the topics for itself.
            await Task.WhenAll(work).WaitAsync(WorkPatience, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SubscribeAllAsync(IBackplaneConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Before the changes are taken, so that the topics of these are subscribed to when the others answer.
            var unasked = _presence.Values.Select(static presence => (Presence: presence, Groups: presence.TakeUnasked())).ToArray();
            var (subscribe, unsubscribe) = _topics.TakeChanges();
            if (subscribe.Count > 0)
            {
                await connection.SubscribeAsync(subscribe, cancellationToken).ConfigureAwait(false);
            }

            foreach (var (presence, groups) in unasked)
            {
                presence.Ask(groups);
            }

            if (unsubscribe.Count > 0)
            {
                await connection.UnsubscribeAsync(unsubscribe, cancellationToken).ConfigureAwait(false);
            }

            await _topics.Changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Announces the sessions, forgets silent processes, has the topics looked at that nobody is left for, and what was missed of presence asked for.
    private async Task TickAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_options.AnnounceInterval / LooksPerAnnouncement, _time);
        var (ticks, looks) = (0L, 0);
        Dictionary<string, int>? announced = null;
        while (await WaitAsync(timer, stopping).ConfigureAwait(false))
        {
            _topics.Changed.Set();
            foreach (var node in _members.Sweep())
            {
                Forget(node);
            }

            if (++ticks % LooksPerAnnouncement == 0)
            {
                RefreshPresence();
            }

            var sessions = CountSessions();
            if (++looks >= LooksPerAnnouncement || announced is null || sessions.Any(pair => announced.GetValueOrDefault(pair.Key) != pair.Value))
            {
                looks = 0;
                announced = sessions;
                if (_state == WebSocketBackplaneState.Connected)
                {
                    Announce(sessions);
                }
            }
        }
    }

    private static async ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // By chance, for all processes lose a broker at the same time.
    private TimeSpan DelayAfter(int failures)
    {
        var longest = Math.Min(_options.MaxReconnectDelay.TotalMilliseconds, _options.ReconnectDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30)));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
