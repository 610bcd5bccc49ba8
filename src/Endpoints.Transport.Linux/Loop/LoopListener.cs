using Endpoints.Transport.Linux.Diagnostics;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>A listening socket of a loop. Of the loop's thread only.</summary>
/// <param name="loop">The loop that accepts.</param>
/// <param name="socket">What it accepts from; disposed by whoever opened it, after <see cref="StopAsync"/>.</param>
/// <param name="accept">Takes each connection.</param>
/// <param name="logger">For failures.</param>
internal sealed class LoopListener(EventLoop loop, ListeningSocket socket, Action<int> accept, ILogger logger)
{
    /// <summary>After a failure that a moment may mend, as a lack of handles.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WheelTimer? _retry;
    private bool _hasBegun;

    public int Handle => socket.Handle;

    public bool IsStopping { get; private set; }

    /// <summary>Whether the kernel has an accept, or reports connections.</summary>
    internal bool IsArmed { get; set; }

    internal int Slot { get; set; }

    /// <summary>Begins to accept. From any thread.</summary>
    public void Start() => loop.Post(static state => ((LoopListener)state!).Begin(), this);

    /// <summary>Accepts no more; completes when the kernel has let go of the socket. From any thread.</summary>
    public Task StopAsync()
    {
        loop.Post(static state => ((LoopListener)state!).End(), this);
        return _stopped.Task;
    }

    internal void Accepted(int handle)
    {
        if (IsStopping)
        {
            LibC.Close(handle);
        }
        else
        {
            try
            {
                accept(handle);
            }
            catch (Exception error)
            {
                // Whoever took it has closed it.
                loop.Report(error);
            }
        }
    }

    internal void Failed(int errno, Action again)
    {
        LinuxLog.AcceptFailed(logger, socket.EndPoint.ToString()!, Patience, Errno.ToException(errno, "accept").Message);
        _retry?.Dispose();
        _retry = loop.Wheel.Create(_ =>
        {
            if (!IsStopping)
            {
                again();
            }
        });
        _retry.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    internal void Stopped() => _stopped.TrySetResult();

    private void Begin()
    {
        if (!IsStopping)
        {
            _hasBegun = true;
            loop.Engine.StartAccepting(this);
        }
    }

    private void End()
    {
        if (!IsStopping)
        {
            IsStopping = true;
            _retry?.Dispose();
            if (_hasBegun)
            {
                loop.Engine.StopAccepting(this);
            }
            else
            {
                Stopped();
            }
        }
    }
}
