using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>A running loop of a test, and what runs on it.</summary>
internal sealed class TestLoop : IAsyncDisposable
{
    /// <summary>Only for tests that would otherwise hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestLoop(EventLoop loop) => Loop = loop;

    public EventLoop Loop { get; }

    public static async Task<TestLoop> StartAsync(LinuxEngine engine, EngineSettings? settings = null, TimeProvider? time = null)
    {
        var choice = EngineChoice.Make(engine, settings ?? new EngineSettings { IsGuarded = true });
        var loop = new EventLoop("Test loop", choice.Open, core: null, time ?? TimeProvider.System, NullLogger.Instance);
        await loop.StartAsync();
        return new TestLoop(loop);
    }

    /// <summary>Runs something on the loop's thread, and returns what it returns.</summary>
    public Task<T> RunAsync<T>(Func<T> run)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(
            _ =>
            {
                try
                {
                    done.SetResult(run());
                }
                catch (Exception error)
                {
                    done.SetException(error);
                }
            },
            null);
        return done.Task.WaitAsync(Patience);
    }

    public Task RunAsync(Action run) => RunAsync(() =>
    {
        run();
        return true;
    });

    public async ValueTask DisposeAsync() => await Loop.StopAsync().WaitAsync(Patience);
}
