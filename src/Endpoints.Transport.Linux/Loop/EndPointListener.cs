using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>An end point on which all loops of a group accept. Safe to use from any thread.</summary>
internal sealed class EndPointListener
{
    private readonly List<ListeningSocket> _sockets = [];
    private readonly List<LoopListener> _listeners = [];
    private readonly Lock _gate = new();
    private Task? _stopped;

    private EndPointListener(EndPoint endPoint) => EndPoint = endPoint;

    /// <summary>Where it listens, with the port that the kernel chose if 0 was asked for.</summary>
    public EndPoint EndPoint { get; private set; }

    /// <summary>
    /// Binds and listens: a socket for each loop, or one that they share where the kernel shares nothing out, which is that of a Unix path. What a
    /// former process has left at the path is replaced.
    /// </summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="backlog">Connections that wait to be accepted, for each socket.</param>
    /// <param name="loops">Who accepts, from <see cref="Start"/> on.</param>
    /// <param name="accept">What a loop does with a connection on an end point.</param>
    /// <param name="logger">For failures.</param>
    /// <exception cref="IOException">It cannot be bound; the message says why.</exception>
    public static EndPointListener Open(
        EndPoint endPoint, int backlog, IReadOnlyList<EventLoop> loops, Func<EventLoop, EndPoint, Action<int>> accept, ILogger logger)
    {
        var listener = new EndPointListener(endPoint);
        try
        {
            listener.Bind(backlog, loops, accept, logger);
            return listener;
        }
        catch
        {
            listener.CloseSockets();
            throw;
        }
    }

    /// <summary>Begins to accept.</summary>
    public void Start()
    {
        foreach (var listener in _listeners)
        {
            listener.Start();
        }
    }

    /// <summary>Accepts no more, and frees the end point; completes when that is done, however often it is called.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            return _stopped ??= StopListenersAsync();
        }
    }

    private void Bind(int backlog, IReadOnlyList<EventLoop> loops, Func<EventLoop, EndPoint, Action<int>> accept, ILogger logger)
    {
        var isUnix = false;
        if (EndPoint is UnixDomainSocketEndPoint path)
        {
            isUnix = true;
            UnixSocketFile.RemoveStale(path);
        }

        ListeningSocket? socket = null;
        foreach (var loop in loops)
        {
            if (socket is null || !isUnix)
            {
                socket = socket?.OpenAnother(backlog) ?? ListeningSocket.Open(EndPoint, backlog, sharesPort: loops.Count > 1 && !isUnix);
                _sockets.Add(socket);
                EndPoint = socket.EndPoint;
            }

            _listeners.Add(new LoopListener(loop, socket, accept(loop, EndPoint), logger));
        }
    }

    private async Task StopListenersAsync()
    {
        await Task.WhenAll(_listeners.Select(listener => listener.StopAsync())).ConfigureAwait(false);
        CloseSockets();
    }

    private void CloseSockets()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }
}
