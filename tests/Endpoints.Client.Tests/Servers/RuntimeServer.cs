using System.Text;
using Endpoints.Connections;
using Endpoints.Options;
using Endpoints.Testing.Memory;
using Endpoints.TestKit.Connections;
using Endpoints.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Client.Tests.Servers;

/// <summary>The runtime's own server connection at the other end of a stream in memory. It answers every handshake with 101.</summary>
internal sealed class RuntimeServer(TimeProvider time)
{
    private readonly TaskCompletionSource<WebSocketConnection> _connection = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the server's session gets, and does.</summary>
    public RecordingSink Sink { get; } = new();

    /// <summary>The server's session.</summary>
    public Task<WebSocketConnection> Session => _connection.Task;

    /// <summary>Completes when the server has ended the connection.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Options whose connections lead to this server.</summary>
    public WebSocketClientOptions Options => new() { ConnectCallback = Connect, TimeProvider = time };

    private ValueTask<Stream> Connect(Uri uri, CancellationToken cancellationToken)
    {
        var (client, server) = DuplexPipeStream.CreatePair();
        Ended = ServeAsync(server);
        return new ValueTask<Stream>(client);
    }

    private async Task ServeAsync(DuplexPipeStream stream)
    {
        await using (stream)
        {
            var head = new StringBuilder();
            var next = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(next);
                head.Append((char)next[0]);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Acceptance(head.ToString())));
            var transport = new StreamTransport(stream, stream.Abort);
            var connection = new WebSocketConnection(
                new FakeHandshake(),
                Sink,
                ConnectionLimits.Resolve(new WebSocketEndpointOptions { MaxMessageSize = 16 << 20, MaxSendQueueSize = 32 << 20 }, null),
                transport,
                new SessionRegistry(),
                time,
                NullLogger.Instance);
            _connection.TrySetResult(connection);
            await transport.RunAsync(connection, CancellationToken.None);
        }
    }
}
