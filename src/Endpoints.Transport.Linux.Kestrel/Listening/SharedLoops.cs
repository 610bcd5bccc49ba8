using Endpoints.Transport.Linux.Kestrel.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Kestrel.Listening;

/// <summary>
/// The loops that all end points of a server share: they start with the first of them, and stop when the last is given back. Safe to use from
/// any thread.
/// </summary>
internal sealed class SharedLoops(LinuxTransportOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private LoopGroup? _group;
    private int _users;

    /// <summary>The loops, for an end point that gives them back with <see cref="ReleaseAsync"/>.</summary>
    /// <exception cref="PlatformNotSupportedException">io_uring was demanded and is refused.</exception>
    public async Task<LoopGroup> AcquireAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _group ??= await StartAsync().ConfigureAwait(false);
            _users++;
            return _group;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task ReleaseAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (--_users == 0)
            {
                var group = _group!;
                _group = null;
                await group.StopAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<LoopGroup> StartAsync()
    {
        var engine = EngineChoice.Make(options.Engine, new EngineSettings
        {
            ReceiveBufferSize = options.ReceiveBufferSize,
            MinReceiveBuffers = options.MinReceiveBuffers,
            MaxReceiveBuffers = options.MaxReceiveBuffers,
        });
        var group = await LoopGroup.StartAsync(engine, options.LoopCount, options.PinLoops, time, logger).ConfigureAwait(false);
        TransportLog.Started(logger, group.Loops.Count, engine.Name, engine.Why);
        return group;
    }
}
