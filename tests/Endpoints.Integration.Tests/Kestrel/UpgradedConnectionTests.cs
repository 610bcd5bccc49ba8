using System.Collections.Concurrent;
using System.Net.Sockets;
using Endpoints.AspNetCore;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Transports;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>The ASP.NET Core door reads the pipes of a connection that Kestrel has upgraded, and Kestrel has nothing to complain of.</summary>
public sealed class UpgradedConnectionTests : IDisposable
{
    private readonly NotingProvider _log = new();

    public void Dispose() => _log.Dispose();

    private Task<AspNetCoreDoor> StartAsync(bool isSecure = false) => AspNetCoreDoor.StartAsync(
        addServices: services => services.AddSingleton<Journal>().AddSingleton<Gate>().AddScoped<ScopedThing>(),
        build: builder =>
        {
            builder.Logging.AddProvider(_log).SetMinimumLevel(LogLevel.Debug);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1);
        },
        listen: listen =>
        {
            if (isSecure)
            {
                listen.UseHttps(TestCertificate.Shared);
            }
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_session_after_the_other_however_they_end(bool isSecure)
    {
        var host = await StartAsync(isSecure);
        for (var i = 0; i < 12;)
        {
            var tcp = (NetworkStream)await host.ConnectAsync();
            await using var stream = isSecure ? await SecureAsync(tcp) : tcp;
            await using var peer = new RawPeer(stream);
            byte[] all = [.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Request("/echo")), .. FrameBuilder.Text("one"), .. FrameBuilder.Binary(new byte[20_000])];
            await peer.SendAsync(all);
            var status = (await peer.ReadResponseAsync()).Status;
            if (status == 503)
            {
                // Kestrel counts the last one until a moment after its end.
                continue;
            }

            Assert.Equal(101, status);
            Assert.Equal("one", await peer.ReadTextAsync());
            Assert.Equal(20_000, (await peer.ReadFrameAsync()).Payload.Length);
            switch (i++ % 4)
            {
                case 0:
                    await peer.SendAsync(FrameBuilder.Close(1000));
                    Assert.Equal(1000, await peer.ReadCloseAsync());
                    Assert.True(await peer.IsAtEndAsync());
                    break;
                case 1:
                    tcp.Socket.LingerState = new LingerOption(true, 0);
                    tcp.Socket.Close();
                    break;
                case 2:
                    tcp.Socket.Shutdown(SocketShutdown.Send);
                    Assert.True(await peer.IsAtEndAsync());
                    break;
                case 3:
                    await peer.SendAsync(FrameBuilder.Text("rest")[..3]);
                    break;
            }

            await peer.DisposeAsync();
            await UntilReleasedAsync(host);
        }

        await host.StopAsync();
        await host.DisposeAsync();
        Assert.Empty(_log.Complaints);
    }

    [Fact]
    public void Another_server_keeps_its_stream()
    {
        var context = new DefaultHttpContext { Request = { Protocol = HttpProtocol.Http11 } };

        Assert.IsType<StreamTransport>(SessionTransports.Of(context, new MemoryStream()));
    }

    /// <summary>Kestrel counts the connection until the request has ended.</summary>
    private static async Task UntilReleasedAsync(AspNetCoreDoor host)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (host.Services.GetRequiredService<EndpointServer>().SessionCount > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<Stream> SecureAsync(Stream tcp)
    {
        var secure = new System.Net.Security.SslStream(tcp, false, TestCertificate.Trust);
        await secure.AuthenticateAsClientAsync("127.0.0.1");
        return secure;
    }

    /// <summary>Keeps what is a warning or worse, and every exception that is not of a peer that went away.</summary>
    private sealed class NotingProvider : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Complaints { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning || exception is InvalidOperationException or ObjectDisposedException or NullReferenceException)
            {
                Complaints.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
