using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Sending pings and pongs (RFC 6455 sections 5.5.2 and 5.5.3), which have an allowance of their own.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>So that a full queue never silences a pong or a close.</summary>
    private const int ControlAllowance = 1024;

    private int _controlBytes;

    public override bool TrySendPing(ReadOnlySpan<byte> payload = default) => TrySendControl(Opcode.Ping, payload);

    public override bool TrySendPong(ReadOnlySpan<byte> payload = default) => TrySendControl(Opcode.Pong, payload);

    private bool TrySendControl(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > FrameHeader.MaxControlPayloadLength)
        {
            throw new ArgumentException(
                $"The payload of a {opcode.ToString().ToLowerInvariant()} frame is at most {FrameHeader.MaxControlPayloadLength} bytes (RFC 6455 section 5.5).",
                nameof(payload));
        }

        bool flush;
        using (_gate.Hold())
        {
            if (_state != WebSocketSessionState.Open || _controlBytes > ControlAllowance)
            {
                return false;
            }

            AppendControl(opcode, payload);
            flush = MustFlush();
        }

        if (flush)
        {
            _transport.RequestFlush();
        }

        return true;
    }

    /// <summary>
    /// Answers a ping. When the peer pings faster than it reads, only the latest is answered, as RFC 6455 section 5.5.3 allows:
    /// the answers can neither pile up nor get lost.
    /// </summary>
    private void SendPong(ReadOnlySpan<byte> payload)
    {
        bool flush;
        using (_gate.Hold())
        {
            if (_closeSent || _transportClosed)
            {
                return;
            }

            if (_controlBytes > ControlAllowance)
            {
                Extras.LatestPong = payload.ToArray();
                return;
            }

            AppendControl(Opcode.Pong, payload);
            flush = MustFlush();
        }

        if (flush)
        {
            _transport.RequestFlush();
        }
    }

    private void AppendControl(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var before = _output.QueuedBytes;
        _output.Append(opcode, payload, _transport.OutputPool, Masks);
        _controlBytes += _output.QueuedBytes - before;
        NoteQueued();
    }
}
