using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Endpoints.Backplanes;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Hosting;
using Endpoints.Options;
using Endpoints.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Endpoints.Testing.Memory;

/// <summary>
/// A door without a network and without ASP.NET Core: heads are read and answered by the runtime alone, through the emitted matcher
/// and validators, and sessions run over pipes.
/// </summary>
internal sealed class MemoryServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EndpointServer _server;
    private readonly HeadReader _heads;
    private readonly ConcurrentBag<Task> _serving = [];

    public MemoryServer(EndpointTable table, IServiceCollection services)
    {
        EndpointOptionsServices.Add(services);
        services.AddSingleton(table);
        WebSocketEndpointServices.AddServed(services);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(provider => new ServerLog(provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new EndpointServer(
            provider.GetServices<EndpointTable>(),
            provider.GetRequiredService<IOptions<WebSocketEndpointOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ServerLog>(),
            provider,
            provider.GetService<IMeterFactory>(),
            provider.GetService<ISessionAuthorizer>(),
            provider.GetService<BackplaneNode>()));
        _services = services.BuildServiceProvider(validateScopes: true);
        Log = _services.GetRequiredService<ServerLog>();
        _server = _services.GetRequiredService<EndpointServer>();
        _heads = new HeadReader(_server, new HeadProcessor(_server, Log.CreateLogger("Endpoints.Handshake")));
        _server.Backplane?.Start();
    }

    public IServiceProvider Services => _services;

    public ServerLog Log { get; }

    public int SessionCount => _server.SessionCount;

    /// <summary>A fresh connection, before the handshake.</summary>
    /// <param name="request">What the server knows of the peer besides what it sends.</param>
    /// <param name="served">Completes when the session has ended and its last handler has run.</param>
    public DuplexPipeStream Connect(WebSocketTestRequest request, out Task served)
    {
        var (client, server) = DuplexPipeStream.CreatePair();
        served = Task.Run(() => ServeAsync(server, request));
        _serving.Add(served);
        return client;
    }

    public async Task StopAsync()
    {
        await _server.DrainAsync().ConfigureAwait(false);
        await Task.WhenAll(_serving).ConfigureAwait(false);
        if (_server.Backplane is { } backplane)
        {
            await backplane.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task ServeAsync(DuplexPipeStream stream, WebSocketTestRequest request)
    {
        await using var end = stream.ConfigureAwait(false);
        var scope = _services.CreateAsyncScope();
        await using var scopeEnd = scope.ConfigureAwait(false);
        var known = new DoorConnection(scope.ServiceProvider)
        {
            Door = "memory",
            IsSecure = request.IsSecure,
            RemoteEndPoint = request.RemoteEndPoint,
            User = request.User,
        };
        var (outcome, behind) = await _heads.AnswerAsync(stream, known, CancellationToken.None).ConfigureAwait(false);
        if (outcome.IsAccepted)
        {
            // What the client sent behind its handshake belongs to the session.
            var transport = new StreamTransport(stream, stream.Abort) { Behind = behind, Paused = stream.Incoming.PauseReader };
            var connection = _server.Open(in outcome, transport);
            await transport.RunAsync(connection, CancellationToken.None).ConfigureAwait(false);
        }

        if (outcome.Interception is { } interception)
        {
            // They may use the services, which end here.
            await interception.Ended.ConfigureAwait(false);
        }
    }
}
