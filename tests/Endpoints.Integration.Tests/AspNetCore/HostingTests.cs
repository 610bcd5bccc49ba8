using System.Net;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>What an application sees of the ASP.NET Core door beside its endpoints.</summary>
public sealed class HostingTests
{
    private static Task<AspNetCoreDoor> StartAsync(
        string environment = "Production", Action<Options.WebSocketEndpointOptions>? configure = null, Action<IServiceCollection>? addServices = null) =>
        AspNetCoreDoor.StartAsync(
            configure,
            services =>
            {
                services.AddSingleton(new Journal());
                addServices?.Invoke(services);
            },
            build: builder => builder.Environment.EnvironmentName = environment);

    private static async Task<string> GetBodyAsync(AspNetCoreDoor door, string path, string origin)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(door.Address, path));
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", RawPeer.Key);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_refusal_names_the_fault_and_details_only_in_development()
    {
        await using var production = await StartAsync();
        await using var development = await StartAsync("Development");

        var brief = await GetBodyAsync(production, "/query?number=seven", production.Address.GetLeftPart(UriPartial.Authority));
        var detailed = await GetBodyAsync(development, "/query?number=seven", development.Address.GetLeftPart(UriPartial.Authority));

        Assert.NotEqual("", brief);
        Assert.DoesNotContain("number", brief, StringComparison.Ordinal);
        Assert.Contains("'number' is not a valid int", detailed, StringComparison.Ordinal);
        Assert.Contains("origin", await GetBodyAsync(production, "/echo", "https://evil.example"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_close_handler_that_does_not_return_keeps_the_connection_no_longer_than_the_close_timeout()
    {
        var time = new TestClock();
        var gate = new Gate();
        await using var door = await StartAsync(addServices: services => services.AddSingleton<TimeProvider>(time).AddSingleton(gate));
        var server = door.Services.GetRequiredService<EndpointServer>();
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/stubborn");
        await peer.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await peer.ReadCloseAsync());

        var end = peer.IsAtEndAsync();
        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(await end);
        Assert.Equal(1, server.SessionCount);
        Assert.InRange(time.GetUtcNow() - time.Start, TimeSpan.FromSeconds(5), TimeSpan.MaxValue);
        gate.Open();
        await door.StopAsync();
        Assert.Equal(0, server.SessionCount);
    }

    [Fact]
    public async Task Another_method_gets_405_with_those_that_are_allowed()
    {
        await using var door = await StartAsync();
        using var client = new HttpClient();

        using var response = await client.PostAsync(new Uri(door.Address, "/echo"), null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Options_that_make_no_sense_stop_the_start_and_name_the_option()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(configure: options =>
        {
            options.MaxMessageSize = 0;
            options.CloseTimeout = TimeSpan.Zero;
        }));

        Assert.Contains("MaxMessageSize is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("CloseTimeout is 00:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_without_registration_says_what_to_call()
    {
        var app = WebApplication.CreateBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapWebSocketEndpoints());

        Assert.Contains("AddWebSocketEndpoints", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conventions_apply_to_all_endpoints()
    {
        await using var door = await AspNetCoreDoor.StartAsync(
            addServices: services => services.AddSingleton(new Journal()),
            use: app => app.MapGroup("/api").MapWebSocketEndpoints().WithMetadata("mine"));
        var endpoints = door.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<string>() == "mine");

        Assert.Equal(door.Services.GetRequiredService<Dispatch.EndpointServer>().Routes.Count, endpoints.Count());
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/api/echo");
        await peer.SendAsync(FrameBuilder.Text("grouped"));
        Assert.Equal("grouped", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task Logs_of_handlers_carry_the_session_id()
    {
        using var provider = new ScopeCollector();
        await using var door = await AspNetCoreDoor.StartAsync(
            addServices: services => services.AddSingleton(new Journal()),
            build: builder => builder.Logging.AddProvider(provider));
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/faulty");

        await peer.SendAsync(FrameBuilder.Text("now"));
        Assert.Equal(1011, await peer.ReadCloseAsync());

        var (message, scopes) = await provider.Error.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var id = Assert.Single(scopes, scope => scope.StartsWith("WebSocketSessionId:", StringComparison.Ordinal)).Split(':')[1];
        Assert.Contains(id, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_is_not_completed_in_time_is_given_up_and_its_endpoint_disposed()
    {
        var time = new TestClock();
        var journal = new Journal();
        var upgrade = new StuckUpgrade();
        await using var door = await AspNetCoreDoor.StartAsync(
            options => options.HandshakeTimeout = TimeSpan.FromSeconds(15),
            services => services.AddSingleton(journal).AddSingleton<TimeProvider>(time),
            use: app => app.Use((context, next) =>
            {
                context.Features.Set<IHttpUpgradeFeature>(upgrade);
                return next(context);
            }));
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.SendAsync(RawPeer.Request("/async"));
        await upgrade.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // The timer starts right after the upgrade was asked for, on the server's thread: move the clock until it has been seen.
        var disposed = journal.NextAsync();
        while (!disposed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        Assert.Equal("disposed", await disposed);
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task A_session_that_is_kept_still_knows_its_own_request_after_its_end()
    {
        var keeper = new SessionKeeper();
        await using var door = await StartAsync(addServices: services => services.AddSingleton(keeper));
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/kept/a%20b?q=1%2B1", "X-Mine: yes", "X-Mine: really");
        await peer.SendAsync(FrameBuilder.Text("keep"), FrameBuilder.Close(1000));
        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
        var session = await keeper.Kept.Task;
        await session.Completion;

        // Other requests, which take the pooled parts of the first.
        for (var i = 0; i < 5; i++)
        {
            await using var other = new RawPeer(await door.ConnectAsync());
            await other.OpenAsync("/echo?q=other", "X-Mine: no");
        }

        Assert.Equal(("/kept/a b", "?q=1%2B1", "a b"), (session.Handshake.Path, session.Handshake.QueryString, session.Handshake.GetRouteValue("room")));
        Assert.Equal(("1+1", "yes,really", null), (session.Handshake.GetQueryValue("Q"), session.Handshake.GetHeaderValue("x-mine"), session.Handshake.GetHeaderValue("x-none")));
        Assert.NotNull(session.Handshake.RemoteEndPoint);
        Assert.False(session.Handshake.User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task A_server_that_takes_no_further_session_answers_503_and_disposes_the_endpoint()
    {
        var journal = new Journal();
        await using var door = await AspNetCoreDoor.StartAsync(
            addServices: services => services.AddSingleton(journal),
            build: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        await using var first = new RawPeer(await door.ConnectAsync());
        await first.OpenAsync("/echo");

        await using var second = new RawPeer(await door.ConnectAsync());
        var response = await second.ExchangeAsync(RawPeer.Request("/async"));

        Assert.Equal((503, "1"), (response.Status, response["Retry-After"]));
        Assert.Null(response["Sec-WebSocket-Accept"]);
        Assert.Equal("disposed", await journal.NextAsync());
    }

    private sealed class StuckUpgrade : IHttpUpgradeFeature
    {
        public TaskCompletionSource Begun { get; } = new();

        public bool IsUpgradableRequest => true;

        public Task<Stream> UpgradeAsync()
        {
            Begun.SetResult();
            return new TaskCompletionSource<Stream>().Task;
        }
    }

    private sealed class ScopeCollector : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider _scopes = null!;

        public TaskCompletionSource<(string Message, List<string> Scopes)> Error { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            _scopes.ForEachScope((scope, list) => list.Add(scope?.ToString() ?? ""), scopes);
            Error.TrySetResult((formatter(state, exception), scopes));
        }

        public void Dispose()
        {
        }
    }
}
