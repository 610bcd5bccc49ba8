using System.Text.Json;
using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Dispatch;

public class EndpointInvokerTests
{
    private readonly ScriptedTransport _transport = new();
    private readonly ThrowingDispatcher _dispatcher = new();

    private WebSocketConnection Start()
    {
        var connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(_dispatcher, NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            _transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance);
        _transport.Connection = connection;
        connection.Start();
        return connection;
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), 1011)]
    [InlineData(typeof(JsonException), 1011)] // of the application's own making
    [InlineData(typeof(OperationCanceledException), 1011)]
    public async Task An_exception_closes_with_the_code_that_fits(Type exception, int code)
    {
        _dispatcher.Thrown = (Exception)Activator.CreateInstance(exception)!;
        var connection = Start();

        connection.Receive(FrameBuilder.Text("x"), out _);
        await connection.WhenFlushed();

        Assert.Equal(code, Assert.Single(_transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task A_payload_that_the_framework_cannot_read_closes_with_1007()
    {
        _dispatcher.Thrown = new UnreadablePayloadException("no JSON");
        var connection = Start();

        connection.Receive(FrameBuilder.Text("x"), out _);
        await connection.WhenFlushed();

        Assert.Equal(1007, Assert.Single(_transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task An_exception_that_the_endpoint_takes_closes_nothing()
    {
        _dispatcher.Thrown = new InvalidOperationException();
        _dispatcher.Takes = _ => true;
        var connection = Start();

        connection.Receive(FrameBuilder.Text("x"), out _);
        await connection.WhenFlushed();

        Assert.Empty(_transport.TakeFrames());
        Assert.Equal(WebSocketSessionState.Open, connection.State);
    }

    [Fact]
    public async Task An_exception_of_the_error_handler_closes_with_1011()
    {
        _dispatcher.Thrown = new InvalidOperationException();
        _dispatcher.Takes = _ => throw new InvalidOperationException("again");
        var connection = Start();

        connection.Receive(FrameBuilder.Text("x"), out _);
        await connection.WhenFlushed();

        Assert.Equal(1011, Assert.Single(_transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task A_send_that_came_too_late_is_no_failure()
    {
        var connection = Start();
        await connection.CloseAsync();
        var invoker = new EndpointInvoker(_dispatcher, NullLogger.Instance);
        _dispatcher.Thrown = new WebSocketClosedException(CloseStatus.Normal);
        _dispatcher.Takes = _ => throw new InvalidOperationException("must not be asked");

        await invoker.TextAsync(connection, new IncomingMessage("x"u8, null));

        Assert.Equal(1000, Assert.Single(_transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task The_instance_is_disposed_after_the_close_handler_even_if_that_throws()
    {
        _dispatcher.ThrowsOnClose = true;
        var connection = Start();

        connection.TransportClosed();
        await connection.Completion;

        Assert.Equal(["close", "dispose"], _dispatcher.Ends);
    }

    private sealed class ThrowingDispatcher : EndpointDispatcher
    {
        public Exception? Thrown { get; set; }

        public Func<Exception, bool> Takes { get; set; } = static _ => false;

        public bool ThrowsOnClose { get; set; }

        public List<string> Ends { get; } = [];

        public override HandlerKinds Handlers => HandlerKinds.Text;

        public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => Thrown is null ? default : throw Thrown;

        public override ValueTask<bool> ErrorAsync(WebSocketSession session, Exception error) => new(Takes(error));

        public override ValueTask CloseAsync(WebSocketSession session, CloseStatus status)
        {
            Ends.Add("close");
            return ThrowsOnClose ? throw new InvalidOperationException("in the close handler") : default;
        }

        public override ValueTask DisposeAsync()
        {
            Ends.Add("dispose");
            return default;
        }
    }
}
