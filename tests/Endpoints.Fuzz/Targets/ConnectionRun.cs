using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Fuzz.Engine;
using Endpoints.Generated;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>One session from its start to its end.</summary>
internal sealed class ConnectionRun
{
    /// <summary>How many ways a handler may behave.</summary>
    public const int HandlerCount = 10;

    private const int MaxSendQueueSize = 1024;

    /// <summary>Three of the largest frames that a program can have are then more than a body holds unread.</summary>
    private const int BodyScale = 128;

    /// <summary>The queue, one message that an empty queue always takes, and what control frames may have on top.</summary>
    private const int MostQueued = (2 * MaxSendQueueSize) + 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ScriptedConnection _peer;
    private readonly Queue<TaskCompletionSource> _pending = [];
    private readonly List<Task> _sends = [];
    private readonly List<byte> _backlog = [];
    private readonly MemoryBudget _memory = new(null);
    private readonly bool _hasBodies;
    private Behavior _behavior = new();
    private int _handler;
    private bool _paused;
    private bool _ended;
    private int _resumesSeen;

    /// <param name="hasBodies">Whether messages are read while they arrive.</param>
    public ConnectionRun(bool hasBodies)
    {
        _hasBodies = hasBodies;
        _peer = new ScriptedConnection(
            options =>
            {
                options.MaxMessageSize = 600;
                options.MaxFrameSize = 400;
                options.MaxSendQueueSize = MaxSendQueueSize;
            },
            start: false,
            memory: _memory,
            handlers: hasBodies ? HandlerKinds.TextBody | HandlerKinds.BinaryBody | HandlerKinds.Ping : null);
        _peer.Sink.OnCall = Handle;
        _peer.Sink.OnBody = HandleBodyAsync;
    }

    private WebSocketConnection Connection => _peer.Connection;

    /// <summary>Runs the program, ends the session, and returns what happened.</summary>
    public ulong Execute(ReadOnlySpan<byte> program)
    {
        Connection.Start();
        for (var at = 0; at < program.Length;)
        {
            at += Step(program[at..]);
            Settle();
            Demand(Connection.BufferedAmount <= MostQueued, "a bounded send queue");
        }

        Finish();
        return Judge();
    }

    private int Step(ReadOnlySpan<byte> program)
    {
        var argument = program.Length > 1 ? program[1] : (byte)0;
        switch ((ConnectionStep)program[0])
        {
            case ConnectionStep.Feed:
                var bytes = program[Math.Min(2, program.Length)..];
                bytes = bytes[..Math.Min(argument, bytes.Length)];
                Feed(bytes);
                return 2 + bytes.Length;
            case ConnectionStep.Frame:
                var length = program.Length > 2 ? program[2] : (byte)0;
                var payload = new byte[_hasBodies ? length * BodyScale : length];
                payload.AsSpan().Fill((byte)'x');
                Feed(FrameBuilder.Frame((Opcode)(argument & 15), payload, fin: argument >= 128));
                return 3;
            case ConnectionStep.SetHandler:
                _handler = argument % HandlerCount;
                return 2;
            case ConnectionStep.CompleteHandler:
                CompleteHandler();
                return 1;
            case ConnectionStep.Block:
                _peer.Transport.IsBlocked = true;
                return 1;
            case ConnectionStep.Unblock:
                _peer.Transport.IsBlocked = false;
                return 1;
            case ConnectionStep.Advance:
                _peer.Time.Advance(TimeSpan.FromSeconds(argument));
                return 2;
            case ConnectionStep.SendOutside:
                _sends.Add(Connection.SendBinaryAsync(new byte[argument * 4]).AsTask());
                return 2;
            case ConnectionStep.CloseOutside:
                _ = Connection.CloseAsync(new CloseStatus(4000, "outside")).AsTask();
                return 1;
            case ConnectionStep.Disconnect:
                End();
                return 1;
            default:
                Feed(program[..1]);
                return 1;
        }
    }

    private ValueTask Handle(WebSocketSession session, string call)
    {
        switch (_handler)
        {
            case 1:
                session.TrySendText("echo"u8);
                break;
            case 2:
                while (session.TrySendBinary(new byte[100]))
                {
                }

                break;
            case 3:
                var pending = new TaskCompletionSource();
                _pending.Enqueue(pending);
                return new ValueTask(pending.Task);
            case 4:
                _ = session.CloseAsync(CloseStatus.PolicyViolation.WithReason("handler")).AsTask();
                break;
            case 5:
                _peer.Sink.BorrowsMemory = true;
                session.TrySendBinary(_peer.Sink.Borrowed.Span);
                break;
            case 6:
                session.Abort();
                break;
            case 7:
                session.TrySendPing("ours"u8);
                session.TrySendPong();
                break;
            case 8:
                _sends.Add(session.SendBinaryAsync(new byte[MaxSendQueueSize]).AsTask());
                break;
        }

        return default;
    }

    /// <summary>Behaves as other handlers do, and then reads what has come: all of the message only where it was whole by then.</summary>
    private async ValueTask HandleBodyAsync(WebSocketSession session, MessageBody body)
    {
        if (_handler == 9)
        {
            body.Reader.Complete(new InvalidOperationException("Enough."));
            return;
        }

        await Handle(session, "body");
        try
        {
            while (body.Reader.TryRead(out var read))
            {
                _behavior.AddSize((int)read.Buffer.Length);
                body.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    _behavior.Add(2);
                    break;
                }
            }
        }
        catch (WebSocketClosedException)
        {
            Demand(session.State != WebSocketSessionState.Open, "a message ends too early only with its session");
            _behavior.Add(3);
        }
    }

    /// <summary>What the peer sent waits while delivery is paused, as in a door.</summary>
    private void Feed(ReadOnlySpan<byte> bytes)
    {
        _backlog.AddRange(bytes);
        if (!_paused)
        {
            Deliver();
        }
    }

    private void Deliver()
    {
        if (_ended)
        {
            return;
        }

        var status = _peer.Receive([.. _backlog]);
        _behavior.Add((int)status);
        _backlog.Clear();
        _paused = status == ReceiveStatus.Paused;
        if (status == ReceiveStatus.Closed && Connection.BufferedAmount == 0)
        {
            End();
        }
    }

    /// <summary>Does what a door does after each of its calls: resumes, and ends what was aborted.</summary>
    private void Settle()
    {
        while (_paused && _peer.Transport.Resumes != _resumesSeen && !_ended)
        {
            _resumesSeen = _peer.Transport.Resumes;
            Deliver();
        }

        _resumesSeen = _paused ? _resumesSeen : _peer.Transport.Resumes;
        if (_peer.Transport.IsAborted)
        {
            End();
        }
    }

    private void CompleteHandler()
    {
        if (_pending.TryDequeue(out var pending))
        {
            pending.SetResult();
        }
    }

    private void End()
    {
        if (!_ended)
        {
            _ended = true;
            _behavior.Add((int)Connection.State);
            Connection.TransportClosed();
        }
    }

    private void Finish()
    {
        _handler = 0;
        _peer.Transport.IsBlocked = false;
        Settle();
        while (_pending.Count > 0)
        {
            CompleteHandler();
            Settle();
        }

        Demand(_ended || !_paused, "delivery goes on once handlers are done and output is written");
        End();
        while (_pending.Count > 0)
        {
            CompleteHandler();
        }

        Demand(Connection.Completion.Wait(Patience), "the session ends");
        foreach (var send in _sends)
        {
            Demand(Task.WhenAny(send).Wait(Patience), "whoever waits to send learns the outcome");
            Demand(send.IsCompletedSuccessfully || send.Exception?.InnerException is WebSocketClosedException, "and no other");
        }
    }

    private ulong Judge()
    {
        var frames = SentFrame.ReadAll(_peer.Transport.Written.ToArray(), out var parsed);
        Same(_peer.Transport.Written.Count, parsed, "bytes of whole frames");
        Same(0, _peer.Registry.Count, "sessions left");
        Same(0L, _memory.Used, "memory that is counted after the end");
        foreach (var frame in frames)
        {
            Demand(frame.Fin && !frame.Opcode.IsReserved, "frames that we send are whole");
            Demand(!frame.Opcode.IsControl || frame.Payload.Length <= 125, "control frames of at most 125 bytes");
            _behavior.Add((int)frame.Opcode);
        }

        var close = frames.ToList().FindIndex(frame => frame.Opcode == Opcode.Close);
        Demand(close < 0 || close == frames.Count - 1, "nothing after a close frame, and no second one");
        if (close >= 0)
        {
            Same(ProtocolRule.None, ClosePayload.Read(frames[close].Payload, out var code, out _), "our close frame");
            _behavior.Add(code);
        }

        var calls = _peer.Sink.Calls;
        Same("open", calls[0], "first call");
        Demand(calls[^1].StartsWith("closed", StringComparison.Ordinal), "the close handler is the last");
        Same(1, calls.Count(call => call == "open"), "calls of open");
        Same(1, calls.Count(call => call.StartsWith("closed", StringComparison.Ordinal)), "calls of closed");
        _behavior.AddSize(calls.Count);
        return _behavior.Value;
    }
}
