using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>What the session holds for its peer, counted against the session's and the host's budget.</summary>
internal sealed partial class WebSocketConnection : IMemoryLedger
{
    private readonly SessionMemory _memory;
    private int _outputTaken;

    /// <summary>Bytes that the session holds now.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _memory.Held;
            }
        }
    }

    /// <summary>
    /// The door keeps a buffer while it waits, because not all of its bytes were consumed. It does so whatever the answer is; where
    /// there is no room, the session is closed.
    /// </summary>
    /// <param name="bytes">The size of the buffer.</param>
    public void HoldInput(int bytes)
    {
        ProtocolRule full;
        lock (_gate)
        {
            full = _memory.Check(bytes);
            _memory.Take(bytes);
        }

        if (full != ProtocolRule.None && _state == WebSocketSessionState.Open)
        {
            Fail(new ProtocolViolation(full), MemoryUse.Input);
        }
    }

    /// <summary>The door gave a buffer back that it had kept.</summary>
    public void ReturnInput(int bytes) => Return(bytes);

    ProtocolRule IMemoryLedger.TryTake(int bytes)
    {
        lock (_gate)
        {
            return _memory.TryTake(bytes);
        }
    }

    void IMemoryLedger.Return(int bytes) => Return(bytes);

    private void Return(int bytes)
    {
        lock (_gate)
        {
            _memory.Return(bytes);
        }
    }

    /// <summary>Counts memory that is bounded by what was counted before: nothing is gained by refusing it.</summary>
    private void Take(int bytes)
    {
        lock (_gate)
        {
            _memory.Take(bytes);
        }
    }

    private void CountMemoryRefusal(ProtocolRule rule, MemoryUse use)
    {
        if (rule is ProtocolRule.SessionMemoryExceeded or ProtocolRule.HostMemoryExceeded)
        {
            _metrics?.MemoryRefused(rule == ProtocolRule.SessionMemoryExceeded ? "session" : "host", TagName.Of(use));
        }
    }

    /// <summary>Counts what the output has grown or shrunk by. Under the lock.</summary>
    private void CountOutput()
    {
        var growth = _output.Capacity - _outputTaken;
        if (growth > 0)
        {
            _memory.Take(growth);
        }
        else if (growth < 0)
        {
            _memory.Return(-growth);
        }

        _outputTaken += growth;
    }
}
