using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Endpoints.Client;
using Endpoints.Conformance.Tests.Doors;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;
using Endpoints.Testing.Memory;
using Endpoints.TestKit.Net;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>Sessions of our client that do what the endpoints of the suite do, each at the other end of a stream in memory.</summary>
internal sealed class ClientUnderTest
{
    private readonly ConcurrentBag<Task> _sessions = [];

    /// <summary>Completes when all sessions have ended and what they did has returned.</summary>
    public Task WhenEnded => Task.WhenAll(_sessions);

    public async Task<OpenedSession> OpenAsync(ConformanceCase scenario)
    {
        var (client, server) = DuplexPipeStream.CreatePair();
        var options = OptionsFor(scenario);
        options.ConnectCallback = (_, _) => new ValueTask<Stream>(client);
        var connecting = WebSocketClient.ConnectAsync(new Uri($"ws://client.example{scenario.Path}"), options);
        await AcceptAsync(server, ExtensionsFor(scenario));
        var session = await connecting;

        // Walks before the first message can come, so that each is dealt with where it stands, as an endpoint does.
        _sessions.Add(ServeAsync(session, scenario.Path));
        var mirrored = new MirroredStream(server, server.Outgoing.EndWriting);
        return new OpenedSession(mirrored, new RawPeer(mirrored), scenario.Agreed);
    }

    /// <summary>Options by which our client does what the endpoint of a case does.</summary>
    internal static WebSocketClientOptions OptionsFor(ConformanceCase scenario)
    {
        var isSmall = scenario.Path == ConformanceEndpoints.SmallPath;
        return new WebSocketClientOptions
        {
            MaxMessageSize = isSmall ? ConformanceEndpoints.SmallMessageLimit : ConformanceEndpoints.EchoLimit,
            MaxFrameSize = isSmall ? ConformanceEndpoints.SmallFrameLimit : null,
            Compression = scenario.Agreed is null
                ? null
                : new WebSocketCompressionOptions { Threshold = 0, ServerContextTakeover = true, ClientContextTakeover = true },
        };
    }

    /// <summary>The extensions that a server answers the case's client with; empty for none.</summary>
    internal static byte[] ExtensionsFor(ConformanceCase scenario) => scenario.Agreed is null ? [] : Mirror(scenario.Deflate);

    /// <summary>What a server answers, so that what the case has as the client's is the server's, and the other way round.</summary>
    private static byte[] Mirror(in DeflateParameters parameters)
    {
        var mirrored = new DeflateParameters(
            parameters.ClientNoContextTakeover, parameters.ServerNoContextTakeover, parameters.ClientMaxWindowBits, parameters.ServerMaxWindowBits);
        var response = new byte[DeflateAcceptance.MaxResponseSize];
        return response[..new DeflateAcceptance(mirrored, NamesServerWindow: true).WriteResponse(response)];
    }

    private static async Task AcceptAsync(DuplexPipeStream server, byte[] extensions)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await server.ReadExactlyAsync(next);
            head.Append((char)next[0]);
        }

        const string Name = "Sec-WebSocket-Key: ";
        var key = head.ToString().Split("\r\n").Single(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..];
        var response = new byte[HandshakeResponseWriter.GetAcceptanceSize(0, extensions.Length)];
        HandshakeResponseWriter.TryWriteAcceptance(response, Encoding.ASCII.GetBytes(key), default, extensions, out _);
        await server.WriteAsync(response);
    }

    /// <summary>Does with the session what the endpoint of the path does.</summary>
    internal static async Task ServeAsync(WebSocketSession session, string path)
    {
        try
        {
            await foreach (var message in session.ReceiveAllAsync())
            {
                if (path == ConformanceEndpoints.CloserPath)
                {
                    var code = int.Parse(message.GetText(), CultureInfo.InvariantCulture);
                    await session.CloseAsync(new CloseStatus(code, "told so"));
                }
                else
                {
                    await (message.IsText ? session.SendTextAsync(message.Payload) : session.SendBinaryAsync(message.Payload));
                }
            }
        }
        catch (WebSocketClosedException)
        {
            // The case ended the connection, which is its business.
        }

        await session.Completion;
    }
}
