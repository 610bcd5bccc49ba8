using System.Text;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Transport;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>A server that stops, or drains its sessions, while a request head has come in part.</summary>
public sealed class StoppingServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<TransportKind> Kinds => [TransportKind.Sockets, TransportKind.IoUring, TransportKind.Epoll];

    private static Task<AspNetCoreDoor> StartAsync(TransportKind kind = TransportKind.Sockets) => AspNetCoreDoor.StartAsync(
        addServices: services => services.AddSingleton<Journal>().AddSingleton<Gate>().AddScoped<ScopedThing>(),
        build: builder => kind.Use(builder),
        listen: listen => listen.UseWebSocketEndpoints());

    [Theory]
    [InlineData("")]
    [InlineData("GET /ec")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task What_has_come_of_a_head_is_https_when_the_server_stops(string begin)
    {
        await using var host = await StartAsync();
        var connection = new OpenedConnection();
        using var lifetime = new Lifetime();
        connection.Context.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        var received = "";
        var isPassedOn = false;
        var running = Before(host, async next =>
        {
            isPassedOn = true;
            var result = await next.Transport.Input.ReadAsync();
            received = Encoding.ASCII.GetString(result.Buffer);
            next.Transport.Input.AdvanceTo(result.Buffer.End);
        })(connection.Context);
        await connection.Peer.WriteAsync(Encoding.ASCII.GetBytes(begin));
        Assert.False(isPassedOn);

        lifetime.RequestClose();
        await connection.Peer.WriteAsync("x"u8.ToArray());
        await running.WaitAsync(Patience);

        Assert.True(isPassedOn);
        Assert.Equal(begin + "x", received);
        Assert.Equal("", connection.Answer);
    }

    [Fact]
    public async Task A_head_that_is_complete_only_when_sessions_are_drained_is_refused()
    {
        await using var host = await StartAsync();
        var connection = new OpenedConnection();
        var running = Before(host, _ => Task.CompletedTask)(connection.Context);
        var head = Encoding.ASCII.GetBytes(RawPeer.Request("/echo"));
        await connection.Peer.WriteAsync(head.AsMemory(0, head.Length / 2));

        await host.Services.GetRequiredService<EndpointServer>().DrainAsync().WaitAsync(Patience);
        await connection.Peer.WriteAsync(head.AsMemory(head.Length / 2));
        await running.WaitAsync(Patience);

        Assert.StartsWith("HTTP/1.1 503 ", connection.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_stops_although_a_peer_has_sent_half_a_head(TransportKind kind)
    {
        await using var host = await StartAsync(kind);
        await using var idle = new RawPeer(await host.ConnectAsync());
        await using var peer = new RawPeer(await host.ConnectAsync());
        await peer.SendAsync("GET /echo HTTP/1.1\r\nHost: localhost\r\n");

        // A third one that was answered shows that the server has accepted both.
        await using (var third = new RawPeer(await host.ConnectAsync()))
        {
            await third.OpenAsync("/echo");
        }

        await host.StopAsync().WaitAsync(Patience);

        Assert.Equal(0, host.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    private static ConnectionDelegate Before(AspNetCoreDoor host, ConnectionDelegate next) =>
        host.Services.GetRequiredService<KestrelDoor>().Before(next);

    private sealed class Lifetime : IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly CancellationTokenSource _requested = new();

        public CancellationToken ConnectionClosedRequested
        {
            get => _requested.Token;
            set => throw new NotSupportedException();
        }

        public void RequestClose() => _requested.Cancel();

        public void Dispose() => _requested.Dispose();
    }
}
