using System.Collections.Concurrent;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Net;
using Endpoints.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.TestKit.Doors;

/// <summary>
/// A door without a network and without ASP.NET Core: heads are read and answered by the runtime alone, through the emitted matcher
/// and validators, and sessions run over pipes.
/// </summary>
internal sealed class InMemoryDoor : ITestDoor
{
    private readonly ServiceProvider _services;
    private readonly EndpointServer _server;
    private readonly HeadReader _heads;
    private readonly ConcurrentBag<Task> _running = [];

    public InMemoryDoor(EndpointTable table, Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices)
    {
        var services = new ServiceCollection();
        services.AddOptions<WebSocketEndpointOptions>().Configure(configure);
        services.AddSingleton(table);
        services.AddSingleton<EndpointSingletons>();
        services.AddSingleton<EndpointServer>();
        addServices(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        _services = services.BuildServiceProvider(validateScopes: true);
        _server = _services.GetRequiredService<EndpointServer>();
        _heads = new HeadReader(_server, new HeadProcessor(_server, NullLogger.Instance));
    }

    public IServiceProvider Services => _services;

    public Task<Stream> ConnectAsync()
    {
        var (client, server) = DuplexPipeStream.CreatePair();
        _running.Add(Task.Run(() => ServeAsync(server)));
        return Task.FromResult<Stream>(client);
    }

    public async Task StopAsync()
    {
        await _server.DrainAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private async Task ServeAsync(DuplexPipeStream stream)
    {
        await using var _ = stream;
        await using var scope = _services.CreateAsyncScope();
        var (outcome, rest) = await _heads.AnswerAsync(stream, new DoorConnection(scope.ServiceProvider), CancellationToken.None);
        if (outcome.IsAccepted)
        {
            // What the client sent behind its handshake belongs to the session.
            await using var session = new PrefixedStream(rest, stream);
            var transport = new StreamTransport(session, stream.Abort);
            var connection = _server.Open(outcome.Route!, outcome.Handshake!, outcome.Dispatcher!, outcome.Deflate, transport);
            await transport.RunAsync(connection, CancellationToken.None);
        }
    }
}
