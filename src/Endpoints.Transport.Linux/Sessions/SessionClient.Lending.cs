using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>A large message that is sent back is sent from where it was received; the loop receives into another array meanwhile.</summary>
internal partial class SessionClient
{
    /// <summary>
    /// Input is lent from this share of its array on: a small message that waits for a slow peer must not hold a large array.
    /// </summary>
    private const int SmallestLentShare = 8;

    // What was received into, while a message in it is being sent back.
    private byte[]? _lent;

    // Whether what is being delivered stands where the loop has received it, all of it.
    private bool _isInPlace;

    Memory<byte> ILendingTransport.LendInput(ReadOnlySpan<byte> payload, int headerLength)
    {
        if (!_isInPlace || _lent is not null)
        {
            return default;
        }

        var engine = _socket.Loop.Engine;
        var input = engine.Input;
        if (payload.Length < input.Length / SmallestLentShare || !input.AsSpan().Overlaps(payload, out var start) || start < headerLength)
        {
            return default;
        }

        _isInPlace = false;
        _lent = engine.TakeInput();
        return input.AsMemory(start - headerLength, headerLength + payload.Length);
    }

    private void ReturnLent()
    {
        if (_lent is { } lent)
        {
            _lent = null;
            PinnedPool.Shared.Return(lent);
        }
    }
}
