using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Endpoints.Dispatch;
using Endpoints.Transport.Linux.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;
using Endpoints.Transport.Linux.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux;

/// <summary>
/// The event-loop door of an application, as a singleton of its services: where it listens and by what. It starts and stops with the
/// application. Safe to use from any thread.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The hosted service stops it, which frees what it owns.")]
public sealed class WebSocketListener
{
    private readonly WebSocketListenerOptions _options;
    private readonly EndpointServer _server;
    private readonly IServiceScopeFactory _services;
    private readonly ILogger _logger;
    private readonly HeadProcessor _heads;
    private readonly List<EventLoop> _loops = [];
    private readonly List<ListeningSocket> _sockets = [];
    private readonly List<LoopListener> _listeners = [];
    private Task? _stopAccepting;

    internal WebSocketListener(
        IOptions<WebSocketListenerOptions> options, EndpointServer server, IServiceScopeFactory services, ILoggerFactory loggers)
    {
        (_options, _server, _services) = (options.Value, server, services);
        _logger = loggers.CreateLogger("Endpoints.Listener");
        _heads = new HeadProcessor(
            server,
            loggers.CreateLogger("Endpoints.Handshake"),
            _options.HealthPath is { } path ? Encoding.UTF8.GetBytes(path) : null);
    }

    /// <summary>Where it listens, with the ports that the kernel chose; empty before the start.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; private set; } = [];

    /// <summary><c>io_uring</c> or <c>epoll</c>; empty before the start.</summary>
    public string Engine { get; private set; } = "";

    internal IReadOnlyList<EventLoop> Loops => _loops;

    internal async Task StartAsync()
    {
        PinnedPool.IsGuarded |= _options.GuardsMemory;
        var engine = EngineChoice.Make(_options.Engine, new EngineSettings
        {
            ReceiveBufferSize = _options.ReceiveBufferSize,
            MinReceiveBuffers = _options.MinReceiveBuffers,
            MaxReceiveBuffers = _options.MaxReceiveBuffers,
            IsGuarded = _options.GuardsMemory,
        });
        Engine = engine.Name;
        try
        {
            var processors = _options.PinLoops ? ThreadAffinity.GetProcessors() : [];
            for (var i = 0; i < _options.LoopCount; i++)
            {
                int? processor = _options.PinLoops ? processors[i % processors.Count] : null;
                var loop = new EventLoop($"Endpoints loop {i}", engine.Open, processor, _server.Time, _logger);
                await loop.StartAsync().ConfigureAwait(false);
                _loops.Add(loop);
            }

            EndPoints = [.. _options.EndPoints.Select(Open)];
        }
        catch
        {
            await StopAsync().ConfigureAwait(false);
            throw;
        }

        foreach (var listener in _listeners)
        {
            listener.Start();
        }

        LinuxLog.Listening(_logger, string.Join(", ", EndPoints), _loops.Count, engine.Name, engine.Why);
    }

    internal Task StopAcceptingAsync() => _stopAccepting ??= StopListenersAsync();

    internal async Task StopAsync()
    {
        await StopAcceptingAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops.Select(loop => loop.StopAsync())).ConfigureAwait(false);
    }

    private async Task StopListenersAsync()
    {
        await Task.WhenAll(_listeners.Select(listener => listener.StopAsync())).ConfigureAwait(false);
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>Opens the sockets of one end point: one for each loop, or one that they share where the kernel shares nothing out.</summary>
    private EndPoint Open(EndPoint endPoint)
    {
        var isUnix = endPoint is UnixDomainSocketEndPoint;
        if (isUnix && File.Exists(endPoint.ToString()) && !IsInUse(endPoint))
        {
            File.Delete(endPoint.ToString()!);
        }

        ListeningSocket? socket = null;
        foreach (var loop in _loops)
        {
            if (socket is null || !isUnix)
            {
                socket = ListeningSocket.Open(socket?.EndPoint ?? endPoint, _options.Backlog, sharesPort: _loops.Count > 1 && !isUnix);
                _sockets.Add(socket);
            }

            var host = new LoopHost(loop, _server, _heads, _services, socket.EndPoint, _logger);
            var gate = new ConnectionGate(host, ConnectionLimit, socket.EndPoint, _logger);
            _listeners.Add(new LoopListener(loop, socket, gate.Accept, _logger));
        }

        return socket!.EndPoint;
    }

    private int ConnectionLimit => _options.MaxConnections is { } limit ? (limit + _loops.Count - 1) / _loops.Count : int.MaxValue;

    private static bool IsInUse(EndPoint endPoint)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
