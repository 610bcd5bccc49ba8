using System.Runtime.ExceptionServices;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// Brings asynchronous handlers back to their loop, so that what a session touches is touched by one thread; those that outlive the loop go on
/// on the thread pool.
/// </summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    /// <summary>What is posted, by which the loop tells it from the rest of its work.</summary>
    internal static readonly Action<object?> RunCallback = static state => ((Callback)state!).Run();

    public override void Post(SendOrPostCallback d, object? state) => loop.Post(RunCallback, new Callback(d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (EventLoop.Current == loop)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        ExceptionDispatchInfo? error = null;
        Post(
            _ =>
            {
                try
                {
                    d(state);
                }
                catch (Exception e)
                {
                    error = ExceptionDispatchInfo.Capture(e);
                }

                done.Set();
            },
            null);
        done.Wait();
        error?.Throw();
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class Callback(SendOrPostCallback run, object? state)
    {
        public void Run() => run(state);
    }
}
