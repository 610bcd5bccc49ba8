using System.Net;
using Endpoints.Integration.Tests.Browser;
using Endpoints.Integration.Tests.Samples;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>
/// 10,000 random messages there and back, and 10,000 from the server, with each client and each mode of compression. The clients compare
/// every byte; here it is checked that they did so under the agreement that was meant, and that compression shows on the wire.
/// </summary>
public sealed class MatrixTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    internal const int Count = 10_000;

    internal const string NoTakeover = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private const string ServersWindows = "permessage-deflate; server_max_window_bits=12; client_max_window_bits=13";
    private const string ClientsWindows = "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11";

    /// <summary>Imports the modules that Node runs, too.</summary>
    internal const string RunInPage = """
        async options => {
          const { matrix } = await import('/peer/matrix.mjs');
          const agreed = [];
          const connect = url => {
            const socket = new WebSocket(url);
            socket.addEventListener('open', () => agreed.push(socket.extensions));
            return socket;
          };
          await matrix(location.origin.replace('http', 'ws'), options, connect, (socket, { data }) => socket.send(data));
          return agreed;
        }
        """;

    [Theory]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http11, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Http11, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http11, "permessage-deflate")]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Http11, ClientsWindows)]
    [InlineData(MatrixMode.Plain, MatrixTransport.Connection, "")]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Connection, "permessage-deflate")]
    public Task Node(MatrixMode mode, MatrixTransport transport, string agreement) =>
        RunAsync(mode, transport, agreement, 100, host => RunProgramAsync(PeerProgram.Node, host.Address, mode, 100));

    [Theory]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http11, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Http11, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http11, "permessage-deflate")]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Http11, ClientsWindows)]
    [InlineData(MatrixMode.Plain, MatrixTransport.Connection, "")]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Connection, "permessage-deflate")]
    public Task Python(MatrixMode mode, MatrixTransport transport, string agreement) =>
        RunAsync(mode, transport, agreement, 200, host => RunProgramAsync(PeerProgram.Python, host.Address, mode, 200));

    /// <summary>Gorilla always asks for no takeover, and does not let its window be limited: that server declines.</summary>
    [Theory]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http11, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Http11, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http11, NoTakeover)]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Http11, "")]
    [InlineData(MatrixMode.Plain, MatrixTransport.Connection, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Connection, NoTakeover)]
    public async Task Go(MatrixMode mode, MatrixTransport transport, string agreement)
    {
        var peer = await GoPeer.GetAsync();
        await RunAsync(mode, transport, agreement, 300, host => RunProgramAsync(peer, host.Address, mode, 300));
    }

    [Theory]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http11, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Http11, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http11, "permessage-deflate")]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Http11, ClientsWindows)]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http2, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Http2, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http2, "permessage-deflate")]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Http2, ClientsWindows)]
    [InlineData(MatrixMode.Plain, MatrixTransport.Connection, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Connection, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Connection, "permessage-deflate")]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Connection, ClientsWindows)]
    public Task DotNet(MatrixMode mode, MatrixTransport transport, string agreement) => RunAsync(mode, transport, agreement, 400, async host =>
    {
        var version = transport == MatrixTransport.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        var client = new DotNetMatrix(host.Address, version, windows: mode == MatrixMode.SmallWindows);
        await client.EchoAsync(400, Count);
        await client.SourceAsync(401, Count);
        return client.Agreed;
    });

    /// <summary>A page cannot say what is offered, nor send frames.</summary>
    [Theory]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http11, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTransport.Http11, NoTakeover)]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http11, "permessage-deflate")]
    [InlineData(MatrixMode.SmallWindows, MatrixTransport.Http11, ServersWindows)]
    [InlineData(MatrixMode.Plain, MatrixTransport.Http2OverTls, "")]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Http2OverTls, "permessage-deflate")]
    [InlineData(MatrixMode.Plain, MatrixTransport.Connection, "")]
    [InlineData(MatrixMode.Takeover, MatrixTransport.Connection, "permessage-deflate")]
    [InlineData(MatrixMode.Plain, MatrixTransport.ConnectionOverTls, "")]
    public Task Chromium(MatrixMode mode, MatrixTransport transport, string agreement) => RunAsync(mode, transport, agreement, 500, async host =>
    {
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Address.ToString());
        return await page.EvaluateAsync<string[]>(RunInPage, new { seed = 500, count = Count });
    });

    private static async Task RunAsync(
        MatrixMode mode, MatrixTransport transport, string agreement, int seed, Func<MatrixHost, Task<IReadOnlyList<string>>> run)
    {
        await using var host = await MatrixHost.StartAsync(mode, transport);

        var agreed = await run(host);

        Assert.Equal([agreement, agreement], agreed);
        string[] versions = transport switch
        {
            MatrixTransport.Http11 => ["HTTP/1.1", "HTTP/1.1"],
            MatrixTransport.Http2 or MatrixTransport.Http2OverTls => ["HTTP/2", "HTTP/2"],
            _ => [],
        };
        Assert.Equal(versions, host.Protocols);

        var (echoed, originated) = (Sum(seed), Sum(seed + 1));
        var (read, written) = host.Meter.Value;
        if (agreement.Length == 0)
        {
            Assert.True(read > echoed && written > echoed + originated, $"{read} and {written} bytes on the wire, for {echoed} and {originated}.");
        }
        else
        {
            // A client may leave small messages as they are, and a quarter of the bytes is noise.
            Assert.InRange(read, echoed / 10, echoed * 8 / 10);
            Assert.InRange(written, (echoed + originated) / 10, (echoed + originated) * 8 / 10);
        }
    }

    internal static async Task<IReadOnlyList<string>> RunProgramAsync(PeerProgram peer, Uri address, MatrixMode mode, int seed)
    {
        const string Agreed = "agreed: ";
        var windows = mode == MatrixMode.SmallWindows ? "true" : "false";
        var output = await peer.RunAsync(address, "matrix", $$"""{"seed":{{seed}},"count":{{Count}},"windows":{{windows}}}""");
        return [.. output.Split('\n').Where(line => line.StartsWith(Agreed, StringComparison.Ordinal)).Select(line => line[Agreed.Length..])];
    }

    /// <summary>Bytes of the messages of a seed.</summary>
    private static long Sum(int seed)
    {
        var messages = new RandomMessages(seed);
        return Enumerable.Range(0, Count).Sum(_ => (long)messages.Next().Payload.Length);
    }
}
