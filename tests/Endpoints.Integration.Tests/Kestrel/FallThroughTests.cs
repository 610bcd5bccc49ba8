using System.Text;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>What is not an opening handshake for the door goes to HTTP with every byte, and without a wait for another one.</summary>
public sealed class FallThroughTests : IAsyncLifetime
{
    private AspNetCoreDoor _host = null!;

    public async Task InitializeAsync() => _host = await AspNetCoreDoor.StartAsync(
        addServices: services => services.AddSingleton<Journal>().AddSingleton<Gate>().AddScoped<ScopedThing>());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<string> Requests =>
    [
        "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody",
        "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "GET http://localhost/echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n",
        "GET /echo HTTP/1.0\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: localhost\nUpgrade: websocket\n\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\r\n" + RawPeer.Request("/echo"),
        RawPeer.Request("/nothing"),
        RawPeer.Request("/secured"),
        RawPeer.Request("/echo", "Content-Length: 4") + "body",
        "\u0016\u0003\u0001\u0002\u0000\u0001",
        "get",
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public Task Whatever_the_split_nothing_is_lost_and_nobody_waits(string request) => RunInlineAsync(async () =>
    {
        var bytes = Encoding.Latin1.GetBytes(request);
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            var connection = new OpenedConnection();
            List<byte> received = [];
            var isAtOnce = false;
            var running = Before(next =>
            {
                received.AddRange(OpenedConnection.ReadAtOnce(next, out isAtOnce));
                return Task.CompletedTask;
            })(connection.Context);

            await connection.Peer.WriteAsync(bytes.AsMemory(0, cut));
            var wasDecided = running.IsCompleted;
            await connection.Peer.WriteAsync(bytes.AsMemory(cut));
            await running.WaitAsync(TimeSpan.FromSeconds(30));

            Assert.True(isAtOnce, $"Cut at {cut}, HTTP would wait for more.");
            Assert.Equal(wasDecided ? bytes[..cut] : bytes, received);
            Assert.Equal("", connection.Answer);
        }
    });

    [Theory]
    [InlineData("G", false)]
    [InlineData("GET", false)]
    [InlineData("GET /echo HTTP/1.1\r", false)]
    [InlineData("GET /echo HTTP/1.1\r\nHost: localhost\r\n", false)]
    [InlineData("P", true)]
    [InlineData("GEX", true)]
    [InlineData("GET /page HTTP/1.1\r\n", true)]
    [InlineData("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", true)]
    public Task The_fewest_bytes_that_can_tell_decide(string begin, bool decides) => RunInlineAsync(async () =>
    {
        var connection = new OpenedConnection();
        var running = Before(_ => Task.CompletedTask)(connection.Context);

        await connection.Peer.WriteAsync(Encoding.ASCII.GetBytes(begin));

        Assert.Equal(decides, running.IsCompleted);
        await connection.Peer.CompleteAsync();
        await running;
    });

    [Theory]
    [InlineData("")]
    [InlineData("GET /ec")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task A_connection_that_ends_within_its_head_is_told_so_by_http(string begin)
    {
        var connection = new OpenedConnection();
        var received = Array.Empty<byte>();
        var isAtOnce = false;
        var running = Before(next =>
        {
            received = OpenedConnection.ReadAtOnce(next, out isAtOnce);
            return Task.CompletedTask;
        })(connection.Context);

        await connection.Peer.WriteAsync(Encoding.ASCII.GetBytes(begin));
        await connection.Peer.CompleteAsync();
        await running;

        Assert.True(isAtOnce);
        Assert.Equal(begin, Encoding.ASCII.GetString(received));
    }

    /// <summary>Where no synchronization context keeps continuations from running within the write that they wait for.</summary>
    private static Task RunInlineAsync(Func<Task> test) => Task.Run(test);

    private ConnectionDelegate Before(ConnectionDelegate next) =>
        _host.Services.GetRequiredService<KestrelDoor>().Before(next);
}
