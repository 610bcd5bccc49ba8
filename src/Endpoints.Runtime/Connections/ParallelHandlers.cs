using System.Buffers;
using Endpoints.Generated;

namespace Endpoints.Connections;

/// <summary>
/// The message handlers of one session that run at the same time, and the payload memory of each. Messages are started by the door's
/// reader; they complete on any thread.
/// </summary>
/// <param name="limit">How many may run.</param>
/// <param name="resume">Called when there is room again after there was none. Must not throw.</param>
/// <param name="idle">Called when none runs any more. Must not throw.</param>
/// <param name="held">Told how many bytes payloads hold more, or less.</param>
internal sealed class ParallelHandlers(int limit, Action resume, Action idle, Action<int> held)
{
    private readonly Lock _gate = new();
    private readonly Stack<Payload> _unused = [];
    private TaskCompletionSource? _whenIdle;
    private int _running;

    public bool IsFull => Volatile.Read(ref _running) >= limit;

    public bool IsIdle => Volatile.Read(ref _running) == 0;

    /// <summary>Completes when no handler runs. Asked for when no further one is started.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            return (_whenIdle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>What lends memory to the next message; <see cref="Run"/> gives it back.</summary>
    public Payload Rent()
    {
        lock (_gate)
        {
            return _unused.TryPop(out var payload) ? payload : new Payload(held);
        }
    }

    /// <summary>Counts a handler until it completes.</summary>
    public void Run(Payload payload, ValueTask call)
    {
        if (call.IsCompletedSuccessfully)
        {
            call.GetAwaiter().GetResult();
            GiveBack(payload);
            return;
        }

        lock (_gate)
        {
            _running++;
        }

        _ = AwaitAsync(payload, call);
    }

    private async Task AwaitAsync(Payload payload, ValueTask call)
    {
        await call;
        GiveBack(payload);
        bool wasFull;
        bool isIdle;
        TaskCompletionSource? whenIdle;
        lock (_gate)
        {
            wasFull = _running-- == limit;
            isIdle = _running == 0;
            whenIdle = isIdle ? _whenIdle : null;
        }

        if (isIdle)
        {
            idle();
        }

        if (wasFull)
        {
            resume();
        }

        whenIdle?.TrySetResult();
    }

    private void GiveBack(Payload payload)
    {
        payload.Clear();
        lock (_gate)
        {
            _unused.Push(payload);
        }
    }

    /// <summary>The memory of one message: always a copy, because the message behind it is read while its handler runs.</summary>
    internal sealed class Payload(Action<int> held) : IMessageLender
    {
        private byte[]? _copy;

        public ReadOnlyMemory<byte> Lend(ReadOnlySpan<byte> payload)
        {
            if (payload.IsEmpty)
            {
                return default;
            }

            // Whoever asks again, behind a filter, gets the same: the payload that they see is the copy itself.
            if (_copy is null)
            {
                _copy = ArrayPool<byte>.Shared.Rent(payload.Length);
                held(_copy.Length);
                payload.CopyTo(_copy);
            }

            return _copy.AsMemory(0, payload.Length);
        }

        public void Clear()
        {
            if (_copy is { } copy)
            {
                _copy = null;
                held(-copy.Length);
                ArrayPool<byte>.Shared.Return(copy);
            }
        }
    }
}
