using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using Endpoints.Connections;
using Endpoints.Transport.Linux.Kestrel.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transports;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Kestrel.Connections;

/// <summary>
/// What Kestrel sees of a socket of a loop: two pipes and a few features. The other ends of the pipes are <see cref="PipeClient"/>'s. Safe to use
/// from any thread, as far as Kestrel's own connections are.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "DisposeAsync, which Kestrel calls at the end of every connection, disposes it.")]
internal sealed class LoopConnection : ConnectionContext,
    IConnectionIdFeature,
    IConnectionTransportFeature,
    IConnectionItemsFeature,
    IConnectionLifetimeFeature,
    IConnectionEndPointFeature,
    IMemoryPoolFeature,
    IDirectTransport
{
    private const int FeatureCount = 12;

    private readonly EventLoop _loop;
    private readonly ILogger _logger;
    private readonly TransportPipes _pipes;
    private readonly PipeClient _client;
    private readonly CancellationTokenSource _closedSource = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDictionary<object, object?>? _items;
    private string? _connectionId;
    private LoopSocket _socket = null!;
    private int _isClosedFired;
    private int _isTaken;

    // The socket is closed, and those who wait for ConnectionClosed were called.
    private int _awaitedEnds = 2;

    /// <param name="loop">The socket's loop.</param>
    /// <param name="memory">What the pipes hold bytes in; pinned.</param>
    /// <param name="input">The pipe from the peer.</param>
    /// <param name="output">The pipe to the peer.</param>
    /// <param name="logger">The log.</param>
    public LoopConnection(EventLoop loop, MemoryPool<byte> memory, PipeOptions input, PipeOptions output, ILogger logger)
    {
        (_loop, MemoryPool, _logger) = (loop, memory, logger);
        var (received, sent) = (new Pipe(input), new Pipe(output));
        _pipes = new TransportPipes(received.Reader, sent.Writer);
        _client = new PipeClient(this, received.Writer, sent.Reader, logger);
        Transport = _pipes;
        ConnectionClosed = _closedSource.Token;
        Features = new FeatureCollection(FeatureCount);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IDirectTransport>(this);
    }

    public override string ConnectionId
    {
        get => _connectionId ??= SessionId.Next();
        set => _connectionId = value;
    }

    public override IFeatureCollection Features { get; }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    /// <summary>The pipes, or what a middleware such as TLS has put in their place.</summary>
    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public MemoryPool<byte> MemoryPool { get; }

    /// <summary>A connection that was accepted. On the loop.</summary>
    public void Start(int handle)
    {
        _socket = _loop.Adopt(handle, _client);
        LocalEndPoint = _socket.FindLocalEndPoint();
        RemoteEndPoint = _socket.FindRemoteEndPoint();
        _client.Start(_socket);
    }

    public override void Abort(ConnectionAbortedException abortReason) =>
        _loop.Post(static state => ((Abortion)state!).Run(), new Abortion(_client, abortReason));

    /// <summary>The application is done: what it wrote is sent, and the socket closed. Completes after that.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _pipes.Input.CompleteAsync().ConfigureAwait(false);
        await _pipes.Output.CompleteAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
        _closedSource.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public ISessionTransport? TryTakeOver() =>
        ReferenceEquals(Transport, _pipes) && Interlocked.Exchange(ref _isTaken, 1) == 0
            ? new UpgradedSession(_socket, _client, _pipes.Input)
            : null;

    /// <summary>Takes what came and was not read; no more follows. On the loop, after the input was ended.</summary>
    internal byte[] TakeUnread()
    {
        if (!_pipes.Input.TryRead(out var unread))
        {
            return [];
        }

        var bytes = unread.Buffer.ToArray();
        _pipes.Input.AdvanceTo(unread.Buffer.End);
        return bytes;
    }

    /// <summary>Nothing comes any more. From any thread; callbacks run on the thread pool.</summary>
    internal void FireClosed()
    {
        if (Interlocked.Exchange(ref _isClosedFired, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.CancelClosed(), this, preferLocal: false);
        }
    }

    /// <summary>The socket is closed. On the loop.</summary>
    internal void SocketClosed()
    {
        FireClosed();
        End();
    }

    private void CancelClosed()
    {
        try
        {
            _closedSource.Cancel();
        }
        catch (Exception error)
        {
            TransportLog.CallbackFailed(_logger, ConnectionId, error);
        }

        End();
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _awaitedEnds) == 0)
        {
            _ended.TrySetResult();
        }
    }

    private sealed class Abortion(PipeClient client, ConnectionAbortedException? reason)
    {
        public void Run() => client.Abort(reason);
    }
}
