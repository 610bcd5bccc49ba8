namespace Endpoints.Transport.Linux.Loop;

/// <summary>Brings asynchronous handlers back to their loop, so that what a session touches is touched by one thread.</summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) =>
        loop.Post(static state => ((Callback)state!).Run(), new Callback(d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (EventLoop.Current == loop)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        Exception? error = null;
        loop.Post(
            _ =>
            {
                try
                {
                    d(state);
                }
                catch (Exception e)
                {
                    error = e;
                }

                done.Set();
            },
            null);
        done.Wait();
        if (error is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class Callback(SendOrPostCallback run, object? state)
    {
        public void Run() => run(state);
    }
}
