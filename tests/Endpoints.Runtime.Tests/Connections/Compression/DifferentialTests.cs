using System.Net.WebSockets;
using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Connections;
using Endpoints.Testing.Memory;
using Endpoints.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Connections.Compression;

/// <summary>
/// Random conversations with .NET's own permessage-deflate, in both roles and over all windows and takeovers that both can do.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<bool, bool, int, int> Agreements()
    {
        var data = new TheoryData<bool, bool, int, int>();
        bool[] both = [false, true];
        foreach (var (serverForgets, clientForgets) in from a in both from b in both select (a, b))
        {
            foreach (var (server, client) in new[] { (9, 9), (9, 15), (10, 14), (11, 13), (12, 12), (13, 11), (14, 10), (15, 9), (15, 15) })
            {
                data.Add(serverForgets, clientForgets, server, client);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Agreements))]
    public async Task Our_server_talks_to_the_clients_of_the_platform(
        bool serverForgets, bool clientForgets, int serverBits, int clientBits)
    {
        var agreed = new DeflateParameters(serverForgets, clientForgets, serverBits, clientBits);
        var (near, far) = DuplexPipeStream.CreatePair();
        var transport = new StreamTransport(far, far.Abort);
        var options = new WebSocketEndpointOptions { Compression = new() { Threshold = 10 }, MaxSendQueueSize = 1 << 24 };
        var connection = new WebSocketConnection(
            new FakeHandshake(),
            new EchoSink(),
            ConnectionLimits.Resolve(options, null),
            transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance,
            agreed);
        var running = transport.RunAsync(connection, CancellationToken.None);
        using var peer = Platform(near, agreed, isServer: false);
        using var deadline = new CancellationTokenSource(Patience);

        var random = new Random(Seed(agreed));
        for (var i = 0; i < 40; i++)
        {
            var message = NextMessage(random);
            await SendInFragmentsAsync(peer, message, random, deadline.Token);
            Assert.Equal(message, await ReceiveAsync(peer, deadline.Token));
        }

        await peer.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        await near.DisposeAsync();
        await running;
    }

    /// <summary>The client role: the pure parts, for there is no client yet.</summary>
    [Theory]
    [MemberData(nameof(Agreements))]
    public async Task Our_reader_and_writer_talk_to_the_servers_of_the_platform(
        bool serverForgets, bool clientForgets, int serverBits, int clientBits)
    {
        var agreed = new DeflateParameters(serverForgets, clientForgets, serverBits, clientBits);
        var (near, far) = DuplexPipeStream.CreatePair();
        using var peer = Platform(far, agreed, isServer: true);
        using var deadline = new CancellationTokenSource(Patience);
        var settings = ConnectionLimits.Resolve(new WebSocketEndpointOptions { Compression = new() { Threshold = 10 } }, null).Compression!;
        using var deflater = settings.CreateDeflater(agreed, EndpointRole.Client);
        using var reader = new MessageReader(
            EndpointRole.Client, new ReceiveLimits(1 << 20, 1 << 20), settings.CreateInflater(agreed, EndpointRole.Client));

        var random = new Random(Seed(agreed));
        for (var i = 0; i < 40; i++)
        {
            var message = NextMessage(random);
            // Reading begins first: a large message does not fit between the two.
            var received = ReceiveAsync(peer, deadline.Token);
            await near.WriteAsync(ClientFrame(deflater, message), deadline.Token);
            Assert.Equal(message, await received);

            received = ReadAsync(reader, near, deadline.Token);
            await SendInFragmentsAsync(peer, message, random, deadline.Token);
            Assert.Equal(message, await received);
        }
    }

    private static WebSocket Platform(Stream stream, DeflateParameters agreed, bool isServer) => WebSocket.CreateFromStream(
        stream,
        new WebSocketCreationOptions
        {
            IsServer = isServer,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
            DangerousDeflateOptions = new WebSocketDeflateOptions
            {
                ServerContextTakeover = !agreed.ServerNoContextTakeover,
                ClientContextTakeover = !agreed.ClientNoContextTakeover,
                ServerMaxWindowBits = agreed.ServerMaxWindowBits,
                ClientMaxWindowBits = agreed.ClientMaxWindowBits,
            },
        });

    private static int Seed(DeflateParameters agreed) =>
        (agreed.ServerMaxWindowBits * 16)
        + agreed.ClientMaxWindowBits
        + (agreed.ServerNoContextTakeover ? 256 : 0)
        + (agreed.ClientNoContextTakeover ? 512 : 0);

    /// <summary>Text that repeats near and far, noise, zeros, nothing; of lengths around all windows.</summary>
    private static byte[] NextMessage(Random random)
    {
        var length = random.Next(5) switch { 0 => random.Next(12), 1 => random.Next(300), 2 => random.Next(5_000), _ => random.Next(80_000) };
        switch (random.Next(4))
        {
            case 0:
                return Codecs.Noise(length, random.Next());
            case 1:
                return new byte[length];
            case 2:
                var word = Codecs.Noise(random.Next(1, 40_000), seed: random.Next(3));
                return [.. Enumerable.Range(0, length).Select(i => word[i % word.Length])];
            default:
                return [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + random.Next(4)))];
        }
    }

    private static async Task SendInFragmentsAsync(WebSocket peer, byte[] message, Random random, CancellationToken cancellationToken)
    {
        var start = 0;
        while (random.Next(3) == 0 && start < message.Length)
        {
            var length = random.Next(1, message.Length - start + 1);
            await peer.SendAsync(message.AsMemory(start, length), WebSocketMessageType.Binary, endOfMessage: false, cancellationToken);
            start += length;
        }

        await peer.SendAsync(message.AsMemory(start), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    private static async Task<byte[]> ReceiveAsync(WebSocket peer, CancellationToken cancellationToken)
    {
        var message = new List<byte>();
        var buffer = new byte[10_000];
        ValueWebSocketReceiveResult result;
        do
        {
            result = await peer.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
            message.AddRange(buffer.AsSpan(0, result.Count));
        }
        while (!result.EndOfMessage);

        return [.. message];
    }

    private static byte[] ClientFrame(MessageDeflater deflater, byte[] message)
    {
        var compressed = default(MessageBuffer);
        var isWorthIt = deflater.TryDeflate(message, ref compressed);
        var payload = isWorthIt ? compressed.Written.ToArray() : message;
        compressed.Release();
        var frame = new byte[FrameHeader.MaxLength + payload.Length];
        var length = FrameHeaderWriter.Write(frame, Opcode.Binary, fin: true, payload.Length, maskKey: 0x12345678, rsv1: isWorthIt);
        payload.CopyTo(frame, length);
        FrameMask.Apply(frame.AsSpan(length, payload.Length), 0x12345678, phase: 0);
        return frame[..(length + payload.Length)];
    }

    private static async Task<byte[]> ReadAsync(MessageReader reader, Stream stream, CancellationToken cancellationToken)
    {
        byte[] input = [];
        var buffer = new byte[1_000];
        while (true)
        {
            var result = reader.Read(input);
            if (result.Outcome == ReadOutcome.Binary)
            {
                Assert.Equal(input.Length, result.Consumed);
                return result.Payload.ToArray();
            }

            Assert.Equal(ReadOutcome.NeedMore, result.Outcome);
            input = input[result.Consumed..];
            var read = await stream.ReadAsync(buffer, cancellationToken);
            Assert.NotEqual(0, read);
            input = [.. input, .. buffer.AsSpan(0, read)];
        }
    }

    private sealed class EchoSink : ISessionSink
    {
        public HandlerKinds Handlers => HandlerKinds.Binary;

        public ValueTask OpenedAsync(WebSocketSession session) => default;

        public ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => default;

        public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => Reply.BinaryAsync(session, message.Payload);

        public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => default;

        public ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => default;

        public ValueTask ClosedAsync(WebSocketSession session, CloseStatus status) => default;
    }
}
