using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>The loop itself, on each engine.</summary>
public abstract class EventLoopTests(LinuxEngine engine)
{
    private Task<TestLoop> StartAsync() => TestLoop.StartAsync(engine);

    /// <summary>A loop that missed a wake-up would never come to what was posted last.</summary>
    [Fact]
    public async Task Nothing_that_is_posted_is_lost_and_each_thread_keeps_its_order()
    {
        const int Threads = 4;
        const int Each = 300_000;
        await using var test = await StartAsync();
        var next = new int[Threads];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (left, wrong) = (Threads * Each, 0);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var number = i;
                test.Loop.Post(
                    _ =>
                    {
                        // All on one thread.
                        wrong += next[thread]++ == number ? 0 : 1;
                        if (--left == 0)
                        {
                            done.SetResult();
                        }
                    },
                    null);
                if (i % 1000 == thread)
                {
                    // So that the loop comes to wait now and then.
                    Thread.Yield();
                }
            }
        })));

        await done.Task.WaitAsync(TestLoop.Patience);
        Assert.Equal(0, wrong);
    }

    /// <summary>One at a time, each after the loop may have begun to wait: the hardest race for a wake-up.</summary>
    [Fact]
    public async Task Each_of_many_single_posts_wakes_the_loop()
    {
        await using var test = await StartAsync();
        var ran = 0;
        var spins = new SpinWait();
        for (var i = 1; i <= 50_000; i++)
        {
            test.Loop.Post(_ => Volatile.Write(ref ran, ran + 1), null);
            var since = Environment.TickCount64;
            while (Volatile.Read(ref ran) < i)
            {
                spins.SpinOnce();
                Assert.True(Environment.TickCount64 - since < TestLoop.Patience.TotalMilliseconds, $"Post {i} was not run.");
            }
        }
    }

    [Fact]
    public async Task Work_that_posts_itself_again_keeps_nothing_else_from_running()
    {
        await using var test = await StartAsync();
        var isOver = false;
        void Again(object? state)
        {
            if (!isOver)
            {
                test.Loop.Post(Again, null);
            }
        }

        test.Loop.Post(Again, null);

        Assert.Equal(7, await test.RunAsync(() => 7));
        await test.RunAsync(() => isOver = true);
    }

    [Fact]
    public async Task Work_that_fails_ends_nothing()
    {
        await using var test = await StartAsync();
        test.Loop.Post(_ => throw new InvalidOperationException("mine"), null);
        test.Loop.Wheel.Create(_ => throw new InvalidOperationException("mine")).Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Assert.Equal(7, await test.RunAsync(() => 7));
    }

    [Fact]
    public async Task Timers_of_its_clock_run_on_its_thread_though_nothing_else_happens()
    {
        await using var test = await StartAsync();
        var fired = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Set from another thread, while the loop waits without a limit.
        await using var timer = test.Loop.Time.CreateTimer(
            _ => fired.SetResult(EventLoop.Current == test.Loop), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        Assert.True(await fired.Task.WaitAsync(TestLoop.Patience));
    }

    [Fact]
    public async Task Asynchronous_methods_resume_on_the_loop_wherever_what_they_await_completes()
    {
        await using var test = await StartAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = test.RunAsync(() => HandleAsync(gate.Task));
        gate.SetResult();

        Assert.True(await await started);

        async Task<bool> HandleAsync(Task task)
        {
            await task;
            await Task.Yield();
            await Task.Run(() => { });
            return EventLoop.Current == test.Loop && SynchronizationContext.Current == test.Loop.Context;
        }
    }

    [Fact]
    public async Task What_is_sent_to_its_context_runs_on_the_loop_and_its_exceptions_come_back()
    {
        await using var test = await StartAsync();
        EventLoop? seen = null;

        await Task.Run(() => test.Loop.Context.Send(_ => seen = EventLoop.Current, null));
        Assert.Same(test.Loop, seen);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Task.Run(() => test.Loop.Context.Send(_ => throw new InvalidOperationException("mine"), null)));
        Assert.Equal("mine", error.Message);

        // From the loop itself it is a call.
        Assert.True(await test.RunAsync(() =>
        {
            var isCalled = false;
            test.Loop.Context.Send(_ => isCalled = true, null);
            return isCalled;
        }));
    }

    [Fact]
    public async Task Asynchronous_methods_that_outlive_the_loop_go_on_elsewhere()
    {
        var test = await StartAsync();
        var gates = Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var handlers = await test.RunAsync(() => gates.Select(gate => HandleAsync(gate.Task)).ToArray());

        // Some before, some while, and some after it ends.
        foreach (var gate in gates[..20])
        {
            gate.SetResult();
        }

        var stopping = test.DisposeAsync();
        foreach (var gate in gates[20..])
        {
            gate.SetResult();
        }

        await stopping;
        await Task.WhenAll(handlers).WaitAsync(TestLoop.Patience);
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Loop.Context.Post(_ => late.SetResult(), null);
        await late.Task.WaitAsync(TestLoop.Patience);
        await Task.Run(() => test.Loop.Context.Send(_ => { }, null)).WaitAsync(TestLoop.Patience);

        static async Task HandleAsync(Task task)
        {
            await task;
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_stop_ends_the_thread_and_what_is_posted_after_it_is_void()
    {
        var test = await StartAsync();
        await test.DisposeAsync();

        test.Loop.Post(_ => Assert.Fail("ran"), null);
        await test.DisposeAsync();
    }

    [Fact]
    public async Task A_loop_whose_engine_does_not_open_says_so()
    {
        var loop = new EventLoop("broken", _ => throw new IOException("no engine"), null, TimeProvider.System, NullLogger.Instance);

        var error = await Assert.ThrowsAsync<IOException>(loop.StartAsync);

        Assert.Equal("no engine", error.Message);
    }

    [Fact]
    public async Task A_loop_stays_on_the_processor_that_it_was_given()
    {
        var processor = ThreadAffinity.GetProcessors()[^1];
        var choice = EngineChoice.Make(engine, new EngineSettings());
        var loop = new EventLoop("pinned", choice.Open, processor, TimeProvider.System, NullLogger.Instance);
        await loop.StartAsync();
        var seen = new TaskCompletionSource<IReadOnlyList<int>>();
        loop.Post(_ => seen.SetResult(ThreadAffinity.GetProcessors()), null);

        Assert.Equal([processor], await seen.Task.WaitAsync(TestLoop.Patience));
        await loop.StopAsync();
    }
}

public sealed class UringEventLoopTests() : EventLoopTests(LinuxEngine.IoUring);

public sealed class EpollEventLoopTests() : EventLoopTests(LinuxEngine.Epoll);
