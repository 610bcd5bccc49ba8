using System.Net.WebSockets;
using System.Text;
using Endpoints.Protocol;
using Endpoints.Testing.Memory;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>The platform's server, and a client of our frame layer, talk at random.</summary>
public class ClientRoleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Both_ends_agree_on_every_message_ping_and_close(bool isCompressed) =>
        Conversations.RunAsync(isCompressed, (seed, traffic) => ConverseAsync(new Script(seed, isCompressed), seed, traffic));

    private static async Task ConverseAsync(Script script, int seed, Traffic traffic)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (clientEnd, serverEnd) = DuplexPipeStream.CreatePair();
        using var server = PlatformPeer.Create(serverEnd, isServer: true, script.Agreement, seed);
        using var client = new ClientPeer(clientEnd, new Random(seed), script.Agreement);
        var expected = script.Messages.Select(ReceivedMessage.Of).ToArray();
        var delivered = script.PeerCloses ? expected[..script.CloseAfter] : expected;

        // The server echoes, in one frame each, and closes when it is its turn or the client has.
        var serving = ServeAsync();
        var bytes = ToBytes(script, client, out var pings);
        var allEchoed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiving = client.ReceiveAllAsync(
            () =>
            {
                if (client.Received.Count == expected.Length)
                {
                    allEchoed.TrySetResult();
                }

                return Task.CompletedTask;
            },
            patience.Token);
        for (var at = 0; at < bytes.Length;)
        {
            var piece = Math.Min(bytes.Length - at, 1 + script.Next(40_000));
            await clientEnd.WriteAsync(bytes.AsMemory(at, piece), patience.Token);
            at += piece;
        }

        if (!script.PeerCloses)
        {
            await allEchoed.Task.WaitAsync(patience.Token);
            await clientEnd.WriteAsync(Close(script.Close, NextKey(script)), patience.Token);
        }

        await receiving;
        if (script.PeerCloses)
        {
            await clientEnd.WriteAsync(Close(script.Close, NextKey(script)), patience.Token);
        }

        await serving;

        // The platform goes on delivering after its own close frame; our runtime does not (docs/protocol.md).
        Assert.Equal(expected, server.Received);
        Assert.Equal(delivered, client.Received);
        Assert.Equal(pings[..client.Pongs.Count], client.Pongs);
        Assert.True(script.PeerCloses || client.Pongs.Count == pings.Count);
        Assert.Equal(script.PeerCloses ? script.Close : script.Close with { Reason = "" }, client.Closed);
        Assert.Equal(WebSocketState.Closed, server.Socket.State);
        Assert.Equal(script.Close.Code, (int)server.Socket.CloseStatus!);
        Assert.Equal(script.Close.Reason, server.Socket.CloseStatusDescription ?? "");

        traffic.SentUp += expected.Sum(message => message.Length);
        traffic.SentDown += delivered.Sum(message => message.Length);
        traffic.Up += clientEnd.BytesWritten;
        traffic.Down += serverEnd.BytesWritten;

        async Task ServeAsync()
        {
            await server.ReceiveAllAsync(EchoAsync, patience.Token);
            if (server.Socket.State == WebSocketState.CloseReceived)
            {
                var code = server.Socket.CloseStatus!.Value;
                await server.Socket.CloseOutputAsync(code, null, patience.Token);
            }
        }

        async Task EchoAsync(ReceivedMessage message)
        {
            if (server.Socket.State != WebSocketState.Open)
            {
                return;
            }

            await server.Socket.SendAsync(Convert.FromHexString(message.Payload), message.Type, true, patience.Token);
            if (script.PeerCloses && server.Received.Count == script.CloseAfter)
            {
                await server.CloseAsync(script.Close, patience.Token);
            }
        }
    }

    /// <summary>All messages of the script as frames, with pings and unasked pongs between them, also within messages.</summary>
    private static byte[] ToBytes(Script script, ClientPeer client, out List<string> pings)
    {
        pings = [];
        var bytes = new List<byte>();
        foreach (var message in script.Messages)
        {
            var (toSend, isCompressed) = client.Compress(message);
            foreach (var (payload, isFirst, isLast) in toSend.Fragments())
            {
                if (script.Next(4) == 0)
                {
                    var ping = script.NextControlPayload();
                    pings.Add(Convert.ToHexString(ping));
                    bytes.AddRange(ClientPeer.Frame(Opcode.Ping, true, ping, NextKey(script)));
                }

                if (script.Next(8) == 0)
                {
                    bytes.AddRange(ClientPeer.Frame(Opcode.Pong, true, script.NextControlPayload(), NextKey(script)));
                }

                var opcode = !isFirst ? Opcode.Continuation : message.Type == WebSocketMessageType.Text ? Opcode.Text : Opcode.Binary;
                bytes.AddRange(ClientPeer.Frame(opcode, isLast, payload, NextKey(script), rsv1: isFirst && isCompressed));
            }
        }

        return [.. bytes];
    }

    private static uint NextKey(Script script) => (uint)script.Next(int.MaxValue);

    private static byte[] Close(CloseStatus status, uint key)
    {
        var payload = new byte[FrameHeader.MaxControlPayloadLength];
        var length = ClosePayload.Write(payload, status.Code, Encoding.UTF8.GetBytes(status.Reason));
        return ClientPeer.Frame(Opcode.Close, true, payload[..length], key);
    }
}
