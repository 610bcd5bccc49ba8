using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>What the session holds for its peer, counted against the session's and the host's budget.</summary>
internal sealed partial class WebSocketConnection : IMemoryLedger
{
    private SessionMemory _memory;
    private int _outputTaken;

    /// <summary>Bytes that the session holds now.</summary>
    public long HeldBytes
    {
        get
        {
            using (_gate.Hold())
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
        using (_gate.Hold())
        {
            full = CheckMemory(bytes);
            _memory.Take(bytes, _shared.Memory);
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
        using (_gate.Hold())
        {
            return _memory.TryTake(bytes, _shared.Limits.MaxBufferedBytes, _shared.Memory);
        }
    }

    void IMemoryLedger.Return(int bytes) => Return(bytes);

    private void Return(int bytes)
    {
        using (_gate.Hold())
        {
            _memory.Return(bytes, _shared.Memory);
        }
    }

    /// <summary>Counts memory that is bounded by what was counted before: nothing is gained by refusing it.</summary>
    private void Take(int bytes)
    {
        using (_gate.Hold())
        {
            _memory.Take(bytes, _shared.Memory);
        }
    }

    private void CountMemoryRefusal(ProtocolRule rule, MemoryUse use)
    {
        if (rule is ProtocolRule.SessionMemoryExceeded or ProtocolRule.HostMemoryExceeded)
        {
            _shared.Metrics?.MemoryRefused(rule == ProtocolRule.SessionMemoryExceeded ? "session" : "host", TagName.Of(use));
        }
    }

    private ProtocolRule CheckMemory(int bytes) => _memory.Check(bytes, _shared.Limits.MaxBufferedBytes, _shared.Memory);

    /// <summary>Counts what the output has grown or shrunk by. Under the lock.</summary>
    private void CountOutput()
    {
        var growth = _output.Capacity + (_extras?.Queue?.Capacity ?? 0) - _outputTaken;
        if (growth > 0)
        {
            _memory.Take(growth, _shared.Memory);
        }
        else if (growth < 0)
        {
            _memory.Return(-growth, _shared.Memory);
        }

        _outputTaken += growth;
    }

    /// <summary>The ledger for those who are called under the lock.</summary>
    private sealed class HeldLedger(WebSocketConnection session) : IMemoryLedger
    {
        public ProtocolRule TryTake(int bytes) => session._memory.TryTake(bytes, session._shared.Limits.MaxBufferedBytes, session._shared.Memory);

        public void Return(int bytes) => session._memory.Return(bytes, session._shared.Memory);
    }
}
