using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Kestrel.Memory;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux.Kestrel.Listening;

/// <summary>Binds the end points of Kestrel that a loop can serve. Safe to use from any thread.</summary>
internal sealed class LinuxTransportFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly LinuxTransportOptions _options;
    private readonly PinnedMemoryPool _memory = new();
    private readonly SharedLoops _loops;
    private readonly ILogger _logger;

    public LinuxTransportFactory(IOptions<LinuxTransportOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options.Value;
        _logger = loggers.CreateLogger("Endpoints.LinuxTransport");
        _loops = new SharedLoops(_options, time, _logger);
    }

    /// <summary>File handles and whatever else there may be stay with Kestrel's sockets.</summary>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var group = await _loops.AcquireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return LinuxConnectionListener.Open(endpoint, _options, group, _memory, _loops.ReleaseAsync, _logger);
        }
        catch (Exception error)
        {
            await _loops.ReleaseAsync().ConfigureAwait(false);
            if (BindFailure.Find(error) is { } known)
            {
                throw known;
            }

            throw;
        }
    }

    /// <summary>After the server has stopped, and with it given back all loops.</summary>
    public void Dispose()
    {
        _loops.Dispose();
        _memory.Dispose();
    }
}
