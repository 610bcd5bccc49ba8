using System.Net;
using Endpoints.Dispatch;
using Endpoints.Handshake;
using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>What the handshakes and sessions of one loop share. Of the loop's thread only.</summary>
/// <param name="loop">The loop.</param>
/// <param name="server">The endpoints of the host.</param>
/// <param name="heads">Answers request heads.</param>
/// <param name="services">Where the services of sessions come from.</param>
/// <param name="endPoint">Where its connections come in.</param>
/// <param name="logger">For what fails when nobody waits for it.</param>
internal sealed class LoopHost(
    EventLoop loop, EndpointServer server, HeadProcessor heads, IServiceScopeFactory services, EndPoint endPoint, ILogger logger)
{
    private readonly bool _isAnyAddress =
        endPoint is IPEndPoint ip && (ip.Address.Equals(IPAddress.Any) || ip.Address.Equals(IPAddress.IPv6Any));

    // The last that was asked for: most peers connect to one address, whatever is listened on.
    private LocalEnd _local = new(services, endPoint);

    private readonly HeaderField[] _fields = new HeaderField[HeadProcessor.MaxHeaders];

    public EventLoop Loop { get; } = loop;

    public EndpointServer Server { get; } = server;

    public HeadProcessor Heads { get; } = heads;

    public ILogger Logger { get; } = logger;

    /// <summary>Room for the header lines of a head that has come as a whole; whoever has to wait for more brings its own.</summary>
    public Span<HeaderField> Fields => _fields;

    /// <summary>What a peer connected to: the listener's own address, unless that stands for many.</summary>
    public LocalEnd ConnectedTo(LoopSocket socket)
    {
        if (_isAnyAddress && socket.FindLocalEndPoint() is var found && !Equals(found, _local.EndPoint))
        {
            _local = _local with { EndPoint = found };
        }

        return _local;
    }

    /// <summary>Where responses to heads are written.</summary>
    public PinnedWriter Responses { get; } = new();

    /// <summary>A connection that was accepted: its handshake begins.</summary>
    public void Accept(int handle)
    {
        var handshake = new HandshakeClient(this);
        handshake.Start(Loop.Adopt(handle, handshake));
    }
}
