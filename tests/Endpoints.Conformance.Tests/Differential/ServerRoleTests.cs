using System.Net.WebSockets;
using Endpoints.Connections;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.Testing.Memory;
using Endpoints.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>Our session over a stream, and the platform's client at the other end of it, talk at random.</summary>
public class ServerRoleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Both_ends_agree_on_every_message_ping_and_close(bool isCompressed) =>
        Conversations.RunAsync(isCompressed, (seed, traffic) => ConverseAsync(new Script(seed, isCompressed), seed, traffic));

    /// <summary>
    /// A queue that takes the whole conversation. The platform's client answers a ping within its receive loop and waits there for its
    /// own send; were our side to stop reading because the client does not read, both would wait until our send deadline
    /// (docs/protocol.md).
    /// </summary>
    private static WebSocketEndpointOptions MakeOptions(Script script) => new()
    {
        MaxSendQueueSize = 64 * 1024 * 1024, CloseTimeout = TimeSpan.FromMinutes(1), Compression = script.Agreement?.ToOptions(),
    };

    private static async Task ConverseAsync(Script script, int seed, Traffic traffic)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var pings = Enumerable.Range(0, script.Messages.Count).Select(_ => script.Next(3) == 0 ? script.NextControlPayload() : null).ToArray();
        var sentPings = new List<string>();
        var sink = new EchoingSink((session, number) =>
        {
            if (pings[number - 1] is { } ping && session.TrySendPing(ping))
            {
                sentPings.Add(Convert.ToHexString(ping));
            }

            return script.PeerCloses || number != script.CloseAfter ? default : session.CloseAsync(script.Close);
        });

        var (clientEnd, serverEnd) = DuplexPipeStream.CreatePair();
        var transport = new StreamTransport(serverEnd, serverEnd.Abort);
        var connection = new WebSocketConnection(
            new FakeHandshake(), sink, ConnectionLimits.Resolve(MakeOptions(script), null), transport, new SessionRegistry(), TimeProvider.System,
            NullLogger.Instance, script.Agreement?.Parameters);
        var session = ServeAsync();
        using var client = PlatformPeer.Create(clientEnd, isServer: false, script.Agreement, seed);

        var expected = script.Messages.Select(ReceivedMessage.Of).ToArray();
        var receiving = client.ReceiveAllAsync(
            _ => script.PeerCloses && client.Received.Count == expected.Length ? client.CloseAsync(script.Close, patience.Token) : Task.CompletedTask,
            patience.Token);
        foreach (var message in script.Messages)
        {
            await client.SendAsync(message, patience.Token);
        }

        await receiving;
        if (!script.PeerCloses)
        {
            await client.CloseAsync(script.Close, patience.Token);
        }

        await session.WaitAsync(patience.Token);

        var delivered = script.PeerCloses ? expected : expected[..script.CloseAfter];
        Assert.Equal(delivered, sink.Received);
        Assert.Equal(delivered, client.Received);
        Assert.Equal(script.Close, await connection.Completion);

        // The platform is told our reason when we close; our answer to its own close has its code and no reason.
        Assert.Equal(WebSocketState.Closed, client.Socket.State);
        Assert.Equal(script.Close.Code, (int)client.Socket.CloseStatus!);
        Assert.Equal(script.PeerCloses ? "" : script.Close.Reason, client.Socket.CloseStatusDescription ?? "");

        // All pings are answered, but for those that cross a close frame.
        Assert.Equal(sentPings[..sink.Pongs.Count], sink.Pongs);
        Assert.True(!script.PeerCloses || sink.Pongs.Count >= sentPings.Count - (pings[^1] is null ? 0 : 1));

        traffic.SentUp += expected.Sum(message => message.Length);
        traffic.SentDown += delivered.Sum(message => message.Length);
        traffic.Up += clientEnd.BytesWritten;
        traffic.Down += serverEnd.BytesWritten;

        async Task ServeAsync()
        {
            await transport.RunAsync(connection, CancellationToken.None);
            await serverEnd.DisposeAsync();
        }
    }
}
