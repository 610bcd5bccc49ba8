using System.Collections.Concurrent;
using Endpoints.Transport.Linux.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// One thread and what runs on it: in each turn it takes what the kernel has, runs what others have posted and what is due, and sends
/// what has gathered, all sockets in one call where the kernel can.
/// </summary>
/// <remarks>
/// Everything of its sockets happens on this thread, handlers included, so nothing of it is locked. Others have <see cref="Post"/>.
/// Asynchronous methods that are begun on it resume on it (<see cref="LoopSynchronizationContext"/>).
/// </remarks>
internal sealed class EventLoop : IDisposable
{
    [ThreadStatic]
    private static EventLoop? _current;

    private readonly ConcurrentQueue<LoopWork> _posted = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<EventLoop, LoopEngine> _openEngine;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly int? _core;
    private List<LoopSocket> _dirty = [];
    private List<LoopSocket> _flushing = [];
    private LoopEngine? _engine;

    // 1 while the loop may be waiting, so that only then the kernel is asked to wake it.
    private int _isWaiting;
    private volatile bool _isStopping;
    private volatile bool _hasEnded;

    /// <param name="name">The name of the thread.</param>
    /// <param name="openEngine">Opens the engine, on the loop's thread.</param>
    /// <param name="core">The processor to stay on; <see langword="null"/> for any.</param>
    /// <param name="time">The clock of all deadlines; the loop's own wheel takes part where it is the system's.</param>
    /// <param name="logger">For what should not happen.</param>
    public EventLoop(string name, Func<EventLoop, LoopEngine> openEngine, int? core, TimeProvider time, ILogger logger)
    {
        (_openEngine, _core, _logger) = (openEngine, core, logger);
        Wheel = new TimerWheel(this);
        Time = time == TimeProvider.System ? new LoopTimeProvider(this) : time;
        Context = new LoopSynchronizationContext(this);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>The loop whose thread this is.</summary>
    public static EventLoop? Current => _current;

    public LoopEngine Engine => _engine!;

    /// <summary>What deadlines of this loop's sockets go by.</summary>
    public TimeProvider Time { get; }

    public LoopSynchronizationContext Context { get; }

    public TimerWheel Wheel { get; }

    /// <summary>Whether there is something to do that the kernel does not know of.</summary>
    public bool HasWork => !_posted.IsEmpty || _dirty.Count > 0;

    /// <summary>Sockets that are open.</summary>
    public int SocketCount => _engine!.Sockets.Count;

    /// <summary>The time of this turn, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> has it.</summary>
    public long TurnTimestamp { get; private set; }

    /// <summary>Starts the thread; completes when the engine is open, or faulted when it cannot be.</summary>
    public Task StartAsync()
    {
        _thread.Start();
        return _started.Task;
    }

    /// <summary>Closes all sockets and ends the thread; completes when the kernel has given everything back.</summary>
    public Task StopAsync()
    {
        Post(
            static state =>
            {
                var loop = (EventLoop)state!;
                loop._isStopping = true;
                foreach (var socket in loop.Engine.Sockets.ToArray())
                {
                    socket.Close();
                }
            },
            this);
        return _stopped.Task;
    }

    /// <summary>Runs something on the loop's thread, after what was posted before. From any thread; nothing is lost before the loop's end.</summary>
    public void Post(Action<object?> run, object? state)
    {
        _posted.Enqueue(new LoopWork(run, state));

        // Between the enqueueing and this the loop either sees the work before it waits, or has said that it waits. Looked at before it is written: a
        // broadcast posts for each session, and only the first finds the loop waiting.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isWaiting) == 1 && Interlocked.Exchange(ref _isWaiting, 0) == 1)
        {
            _engine!.Wake();
        }

        if (_hasEnded)
        {
            PassOn();
        }
    }

    /// <summary>A connection was accepted, or comes from somewhere else.</summary>
    public LoopSocket Adopt(int handle, ISocketClient client)
    {
        var socket = new LoopSocket(this, handle, client);
        Engine.Add(socket);
        return socket;
    }

    public void Dispose() => _posted.Clear();

    internal void AddDirty(LoopSocket socket) => _dirty.Add(socket);

    /// <summary>Something failed that concerns no socket.</summary>
    internal void Report(Exception error) => LinuxLog.WorkFailed(_logger, error);

    /// <summary>The kernel holds nothing of the socket any more.</summary>
    internal void Remove(LoopSocket socket)
    {
        socket.State = SocketState.Closed;
        try
        {
            socket.Client.Closed();
        }
        catch (Exception error)
        {
            LinuxLog.ClientFailed(_logger, error);
        }
    }

    // Exceptions of clients are defects of ours: they end their socket and no other.
    internal void Deliver(LoopSocket socket, Span<byte> buffer)
    {
        try
        {
            socket.Client.Received(buffer);
        }
        catch (Exception error)
        {
            Fail(socket, error);
        }
    }

    internal void CallSent(LoopSocket socket)
    {
        try
        {
            socket.Client.Sent();
        }
        catch (Exception error)
        {
            Fail(socket, error);
        }
    }

    internal void CallEnded(LoopSocket socket, int errno)
    {
        try
        {
            socket.Client.Ended(errno);
        }
        catch (Exception error)
        {
            Fail(socket, error);
        }
    }

    private void CallFlush(LoopSocket socket)
    {
        try
        {
            socket.Client.Flush();
        }
        catch (Exception error)
        {
            Fail(socket, error);
        }
    }

    private void Fail(LoopSocket socket, Exception error)
    {
        LinuxLog.ClientFailed(_logger, error);
        socket.Close();
    }

    private void Run()
    {
        _current = this;
        SynchronizationContext.SetSynchronizationContext(Context);
        PinnedPool.AdoptThread();
        try
        {
            if (_core is { } core)
            {
                ThreadAffinity.Set(core);
            }

            _engine = _openEngine(this);
        }
        catch (Exception error)
        {
            _started.SetException(error);
            _stopped.SetResult();
            return;
        }

        _started.SetResult();
        try
        {
            while (!_isStopping || SocketCount > 0)
            {
                RunTurn();
            }
        }
        catch (Exception error)
        {
            LinuxLog.LoopFailed(_logger, _thread.Name!, error);
            throw;
        }
        finally
        {
            _engine.Dispose();
            PinnedPool.LeaveThread();
            _hasEnded = true;
            PassOn();
            _stopped.SetResult();
        }
    }

    /// <summary>
    /// After the end: what asynchronous methods still have to do is for the thread pool, or handlers that outlive the loop would never end.
    /// What concerns sockets is void.
    /// </summary>
    private void PassOn()
    {
        Interlocked.MemoryBarrier();
        while (_posted.TryDequeue(out var work))
        {
            if (work.Run == LoopSynchronizationContext.RunCallback)
            {
                ThreadPool.UnsafeQueueUserWorkItem(new WaitCallback(work.Run), work.State);
            }
        }
    }

    private void RunTurn()
    {
        Volatile.Write(ref _isWaiting, 1);
        Interlocked.MemoryBarrier();
        _engine!.RunOnce();
        RunPosted();
        Wheel.Run();
        FlushDirty();
    }

    /// <summary>How long the engine may wait, asked for just before: milliseconds; 0 for not at all, -1 for no limit.</summary>
    internal int GetTimeout() => HasWork || (_isStopping && SocketCount == 0) ? 0 : Wheel.GetDelay();

    /// <summary>Called by the engine as soon as it has waited.</summary>
    internal void BeginTurn()
    {
        TurnTimestamp = System.Diagnostics.Stopwatch.GetTimestamp();
        Volatile.Write(ref _isWaiting, 0);
    }

    private void RunPosted()
    {
        if (_posted.IsEmpty)
        {
            return;
        }

        // As many as there are now: what they post themselves has its turn after the kernel's.
        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var work); left--)
        {
            try
            {
                work.Run(work.State);
            }
            catch (Exception error)
            {
                Report(error);
            }
        }
    }

    private void FlushDirty()
    {
        if (_dirty.Count == 0)
        {
            return;
        }

        (_dirty, _flushing) = (_flushing, _dirty);
        foreach (var socket in _flushing)
        {
            socket.State &= ~SocketState.Dirty;
            if (!socket.IsClosed)
            {
                CallFlush(socket);
            }
        }

        _flushing.Clear();
    }
}
