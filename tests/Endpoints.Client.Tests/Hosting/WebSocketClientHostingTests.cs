using Endpoints.Client.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Client.Tests.Hosting;

/// <summary>Clients that run as long as their host does.</summary>
public sealed class WebSocketClientHostingTests
{
    [Fact]
    public async Task A_registered_client_has_a_handler_from_a_scope_for_each_session_and_says_1001_when_the_host_stops()
    {
        var server = new RuntimeServer(TimeProvider.System);
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Sink.OnCall = (_, call) =>
        {
            if (call.StartsWith("text", StringComparison.Ordinal))
            {
                said.SetResult();
            }

            return default;
        };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddScoped<Greeting>();
        builder.Services.AddWebSocketClient<Greeter>(client =>
        {
            client.Address = new Uri("ws://memory.example/");
            client.Options.ConnectCallback = server.Options.ConnectCallback;
        });
        using var host = builder.Build();
        await host.StartAsync();
        await said.Task.WaitAsync(RawServer.Patience);
        Assert.Equal(1, Greeting.Alive);
        await host.StopAsync();
        await server.Ended.WaitAsync(RawServer.Patience);

        Assert.Equal(["open", "text hello", "closed 1001 The client was cancelled."], server.Sink.Calls);
        Assert.Equal(0, Greeting.Alive);
    }

    [Fact]
    public async Task A_client_without_an_address_fails_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddScoped<Greeting>();
        builder.Services.AddWebSocketClient<Greeter>(_ => { });
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Contains("WebSocketClientRegistration.Address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_cannot_be_used_fail_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddScoped<Greeting>();
        builder.Services.AddWebSocketClient<Greeter>(client =>
        {
            client.Address = new Uri("ws://memory.example/");
            client.Reconnect.Jitter = 2;
        });
        using var host = builder.Build();
        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync());
    }

    private sealed class Greeting : IDisposable
    {
        private static int _alive;

        public Greeting() => Interlocked.Increment(ref _alive);

        public static int Alive => Volatile.Read(ref _alive);

        public string Text { get; } = "hello";

        public void Dispose() => Interlocked.Decrement(ref _alive);
    }

    private sealed class Greeter(Greeting greeting) : IWebSocketHandler
    {
        public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
        {
            await session.SendTextAsync(greeting.Text, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
