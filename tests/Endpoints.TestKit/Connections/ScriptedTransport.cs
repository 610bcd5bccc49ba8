using System.Buffers;
using Endpoints.Connections;

namespace Endpoints.TestKit.Connections;

/// <summary>A door without a network: keeps what is written, resumes delivery at once, and can stop writing like a slow peer.</summary>
internal sealed class ScriptedTransport : IConnectionTransport
{
    private readonly List<byte> _written = [];
    private bool _blocked;
    private bool _flushing;
    private TaskCompletionSource _resumed = NewSignal();

    public WebSocketConnection Connection { get; set; } = null!;

    /// <summary>Lends the memory of the output.</summary>
    public CountingPool Pool { get; init; } = new();

    ArrayPool<byte> IConnectionTransport.OutputPool => Pool;

    /// <summary>While set, batches are taken but not confirmed, as if the peer did not read.</summary>
    public bool IsBlocked
    {
        get => _blocked;
        set
        {
            _blocked = value;
            if (!value && _flushing)
            {
                Connection.OutputWritten();
                Pump();
            }
        }
    }

    public int FlushRequests { get; private set; }

    public int Batches { get; private set; }

    public int Resumes { get; private set; }

    public bool IsAborted { get; private set; }

    public IReadOnlyList<byte> Written => _written;

    /// <summary>The frames written since the last call.</summary>
    public IReadOnlyList<SentFrame> TakeFrames()
    {
        var frames = SentFrame.ReadAll(_written.ToArray());
        _written.Clear();
        return frames;
    }

    public void RequestFlush()
    {
        FlushRequests++;
        Pump();
    }

    public void ResumeReceive()
    {
        Resumes++;
        _resumed.TrySetResult();
    }

    /// <summary>Completes with the next resume, or at once when there was one since the last call.</summary>
    public async Task WhenResumedAsync()
    {
        await _resumed.Task;
        _resumed = NewSignal();
    }

    public void Abort() => IsAborted = true;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Pump()
    {
        _flushing = true;
        while (Connection.TryTakeOutput(out var batch))
        {
            Batches++;
            _written.AddRange(batch.Span);
            if (_blocked)
            {
                return;
            }

            Connection.OutputWritten();
        }

        _flushing = false;
    }
}
