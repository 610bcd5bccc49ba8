using System.Diagnostics.CodeAnalysis;
using System.Text;
using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.TestKit.Connections;

/// <summary>
/// One session, of an emitted dispatcher or of who holds it, over a connection without a network: messages in, frames out. What a door does is done here at
/// once: delivery goes on when the connection says so.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The session ends with its transport, and there is none to wait for.")]
internal sealed class Conversation
{
    private readonly ScriptedTransport _transport = new();
    private readonly WebSocketConnection _connection;
    private readonly List<string> _sent = [];
    private byte[] _left = [];
    private int _resumesSeen;

    public Conversation(EndpointDispatcher dispatcher, EndpointSettings? settings, WebSocketHandshake handshake)
        : this(new EndpointInvoker(dispatcher, NullLogger.Instance), settings, handshake)
    {
    }

    /// <summary>A session whose messages go to whoever walks them: see <see cref="HoldAsync"/>.</summary>
    public Conversation()
        : this(new MessageSink(), null, new FakeHandshake())
    {
    }

    private Conversation(ISessionSink sink, EndpointSettings? settings, WebSocketHandshake handshake)
    {
        _connection = new WebSocketConnection(
            handshake,
            sink,
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), settings),
            _transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance);
        _transport.Connection = _connection;
        AsADoor(_connection.Start);
    }

    public WebSocketSession Session => _connection;

    /// <summary>Whether everything that the peer sent was taken.</summary>
    public bool IsDrained => _left.Length == 0;

    /// <summary>What was sent so far: <c>text:hello</c>, <c>binary:0102</c>, <c>close:1000</c>.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            _sent.AddRange(_transport.TakeFrames().Select(Describe));
            return _sent;
        }
    }

    /// <summary>Has the session held by this, which begins on the thread of a door.</summary>
    public Task HoldAsync(Func<WebSocketSession, Task> converse)
    {
        var conversing = Task.CompletedTask;
        AsADoor(() => conversing = converse(_connection));
        return conversing;
    }

    public void Text(string text) => Receive(FrameBuilder.Text(text));

    public void Binary(params byte[] payload) => Receive(FrameBuilder.Binary(payload));

    /// <summary>A frame of a message in several.</summary>
    public void Fragment(bool binary, bool isFirst, bool isLast, params byte[] payload) =>
        Receive(FrameBuilder.Frame(!isFirst ? Opcode.Continuation : binary ? Opcode.Binary : Opcode.Text, payload, fin: isLast));

    /// <summary>Waits until a handler on another thread has sent this, and lets delivery go on meanwhile.</summary>
    public async Task UntilAsync(string last)
    {
        while (Sent.Count == 0 || Sent[^1] != last || !IsDrained)
        {
            await ResumeAsync();
        }
    }

    /// <summary>The peer's close frame.</summary>
    public void Close(int code) => Receive(FrameBuilder.Close(code));

    /// <summary>Bytes of the peer, and whatever waits from before.</summary>
    public void Receive(params byte[] bytes)
    {
        _left = [.. _left, .. bytes];
        ReceiveStatus status;
        do
        {
            _resumesSeen = _transport.Resumes;
            status = default;
            AsADoor(() =>
            {
                status = _connection.Receive(_left, out var consumed);
                _left = _left[consumed..];
            });
        }
        while (status == ReceiveStatus.Paused && _transport.Resumes != _resumesSeen);
    }

    /// <summary>Waits until delivery goes on, and lets it.</summary>
    public async Task ResumeAsync()
    {
        await _transport.WhenResumedAsync();
        Receive();
    }

    /// <summary>The connection ends, after a closing handshake or without one; completes when the close handler has run.</summary>
    public Task<CloseStatus> EndAsync()
    {
        AsADoor(() => _connection.TransportClosed());
        return _connection.Completion;
    }

    // A door has no synchronization context, and a test runner may: handlers would go on there, some time later.
    private static void AsADoor(Action call)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            call();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static string Describe(SentFrame frame) => frame.Opcode switch
    {
        var opcode when opcode == Opcode.Text => "text:" + Encoding.UTF8.GetString(frame.Payload),
        var opcode when opcode == Opcode.Close => "close:" + frame.CloseCode,
        _ => "binary:" + Convert.ToHexString(frame.Payload),
    };
}
