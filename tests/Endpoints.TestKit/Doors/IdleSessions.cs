using System.Buffers;
using System.Text;
using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Endpoints.TestKit.Doors;

/// <summary>Sessions of browsers that opened them, sent one message and say nothing more, over transports that are nothing.</summary>
internal sealed class IdleSessions : IConnectionTransport, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EndpointServer _server;
    private readonly HeadProcessor _heads;
    private readonly IServiceScopeFactory _scopes;
    private readonly HeaderField[] _fields = new HeaderField[HeadProcessor.MaxHeaders];
    private readonly ArrayBufferWriter<byte> _response = new();

    public IdleSessions(EndpointTable table)
    {
        _services = new ServiceCollection().AddSingleton<EndpointSingletons>().BuildServiceProvider();
        _server = new EndpointServer(
            [table], new OptionsWrapper<WebSocketEndpointOptions>(new WebSocketEndpointOptions()), new TimerlessClock(), NullLoggerFactory.Instance, _services);
        _heads = new HeadProcessor(_server, NullLogger.Instance);
        _scopes = _services.GetRequiredService<IServiceScopeFactory>();
    }

    /// <summary>Opens a session as a door does.</summary>
    /// <param name="path">The path of its endpoint.</param>
    /// <param name="number">Makes its key.</param>
    /// <param name="frame">A message that it sends and gets back; written to.</param>
    public WebSocketConnection Open(string path, int number, Span<byte> frame)
    {
        var progress = default(HeadProgress);
        _response.Clear();
        var outcome = _heads.Process(Head(path, number), _fields, ref progress, new DoorConnection(_scopes), _response);
        var connection = _server.Open(outcome.Route!, outcome.Handshake!, outcome.Dispatcher!, outcome.Deflate, this);
        connection.Start();
        connection.Receive(frame, out _);
        while (connection.TryTakeOutput(out _))
        {
            connection.OutputWritten();
        }

        return connection;
    }

    /// <summary>What Chromium sends; some 480 bytes.</summary>
    public static byte[] Head(string path, int number) => Encoding.ASCII.GetBytes(
        $"""
        GET {path} HTTP/1.1
        Host: chat.example.com
        Connection: Upgrade
        Pragma: no-cache
        Cache-Control: no-cache
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
        Upgrade: websocket
        Origin: http://chat.example.com
        Sec-WebSocket-Version: 13
        Accept-Encoding: gzip, deflate, br, zstd
        Accept-Language: en-US,en;q=0.9
        Sec-WebSocket-Key: {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{number:D16}"))}
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits


        """.ReplaceLineEndings("\r\n"));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public void RequestFlush()
    {
    }

    public void ResumeReceive()
    {
    }

    public void Abort()
    {
    }

    /// <summary>A clock whose timers are as large as those of an event loop, and never fire.</summary>
    private sealed class TimerlessClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer(callback, state);

        private sealed class NoTimer(TimerCallback callback, object? state) : ITimer
        {
            public (TimerCallback, object?) Target => (callback, state);

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
