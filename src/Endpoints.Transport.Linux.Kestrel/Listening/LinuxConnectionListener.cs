using System.Buffers;
using System.Net;
using System.Threading.Channels;
using Endpoints.Transport.Linux.Loop;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Kestrel.Listening;

/// <summary>
/// An end point of Kestrel. All loops accept on it, and connections wait here until Kestrel takes them, which it does without delay; how many there
/// may be is its own limit (<c>MaxConcurrentConnections</c>). Safe to use from any thread.
/// </summary>
internal sealed class LinuxConnectionListener : IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });
    private readonly EndPointListener _listener;
    private readonly Func<Task> _release;
    private int _isDisposed;

    private LinuxConnectionListener(
        EndPoint endPoint, LinuxTransportOptions options, LoopGroup group, MemoryPool<byte> memory, Func<Task> release, ILogger logger)
    {
        _release = release;
        _listener = EndPointListener.Open(
            endPoint,
            options.Backlog,
            group.Loops,
            (loop, _) => new LoopAcceptor(loop, options, memory, _accepted.Writer, logger).Accept,
            logger);
    }

    public EndPoint EndPoint => _listener.EndPoint;

    /// <summary>Binds and begins to accept.</summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="options">Backlog and limits.</param>
    /// <param name="group">Who accepts.</param>
    /// <param name="memory">What pipes hold bytes in.</param>
    /// <param name="release">Gives the loops back at the end.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="IOException">It cannot be bound; the message says why.</exception>
    public static LinuxConnectionListener Open(
        EndPoint endPoint, LinuxTransportOptions options, LoopGroup group, MemoryPool<byte> memory, Func<Task> release, ILogger logger)
    {
        var listener = new LinuxConnectionListener(endPoint, options, group, memory, release, logger);
        listener._listener.Start();
        return listener;
    }

    /// <summary>The next connection; <see langword="null"/> once the end point is unbound and none is left.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _accepted.Reader.TryRead(out var connection)
            ? connection
            : null;

    /// <summary>Frees the end point. That waits for the loops only, so a token, which Kestrel cancels when it is to stop at once, changes nothing.</summary>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _listener.StopAsync().ConfigureAwait(false);
        _accepted.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await UnbindAsync().ConfigureAwait(false);
        while (_accepted.Reader.TryRead(out var connection))
        {
            // Nobody has asked for it.
            connection.Abort();
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await _release().ConfigureAwait(false);
    }
}
