using System.Net;
using System.Net.Sockets;

namespace Endpoints.Transport.Linux;

/// <summary>
/// Where the event-loop door listens, and with how many loops. Limits and deadlines of sessions are those of
/// <see cref="Options.WebSocketEndpointOptions"/>, as at every door.
/// </summary>
public sealed class WebSocketListenerOptions
{
    /// <summary>Where to listen; at least one. See <see cref="Listen(IPAddress, int)"/> and the others.</summary>
    public IList<EndPoint> EndPoints { get; } = [];

    /// <summary>
    /// Loops, each a thread with sockets of its own; a connection stays with its loop. Default: one for each processor. 1 to 1,024.
    /// </summary>
    public int LoopCount { get; set; } = Environment.ProcessorCount;

    /// <summary>Whether loop n stays on the nth processor that this process may use. Default <see langword="false"/>.</summary>
    public bool PinLoops { get; set; }

    /// <summary>How loops talk to the kernel. Default <see cref="LinuxEngine.Automatic"/>.</summary>
    public LinuxEngine Engine { get; set; }

    /// <summary>Connections that wait to be accepted, for each end point and loop. Default 4,096; the kernel's <c>somaxconn</c> bounds it.</summary>
    public int Backlog { get; set; } = 4096;

    /// <summary>
    /// Open connections at most, those included whose handshake is not complete; further ones are closed at once. Shared out among the loops.
    /// <see langword="null"/> (default) for no limit but that of the process's handles.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary>
    /// A path that answers a plain GET with 200, and with 503 while the application stops, for load balancers; <see langword="null"/> (default) for
    /// none. It begins with <c>/</c>.
    /// </summary>
    public string? HealthPath { get; set; }

    /// <summary>Bytes that one receive takes at most. Default 64 KiB; 4 KiB to 1 MiB.</summary>
    public int ReceiveBufferSize { get; set; } = 64 * 1024;

    /// <summary>
    /// Receive buffers that each loop keeps, and has at most; it takes as many as its activity needs. Default 64 and 1,024; powers of two, up to
    /// 32,768. Sessions have none of their own. io_uring only.
    /// </summary>
    public int MinReceiveBuffers { get; set; } = 64;

    /// <inheritdoc cref="MinReceiveBuffers"/>
    public int MaxReceiveBuffers { get; set; } = 1024;

    /// <summary>Overwrites memory that was given back, to find uses after that. Slow; for tests. Default <see langword="false"/>.</summary>
    internal bool GuardsMemory { get; set; }

    /// <summary>Listens on an address.</summary>
    /// <param name="address">IPv4 or IPv6; <see cref="IPAddress.IPv6Any"/> takes both.</param>
    /// <param name="port">0 for a free one, see <see cref="WebSocketListener.EndPoints"/>.</param>
    public void Listen(IPAddress address, int port) => EndPoints.Add(new IPEndPoint(address, port));

    /// <summary>Listens on all addresses, of IPv6 and IPv4.</summary>
    /// <param name="port">0 for a free one.</param>
    public void ListenAnyIP(int port) => Listen(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port);

    /// <summary>Listens on 127.0.0.1.</summary>
    /// <param name="port">0 for a free one.</param>
    public void ListenLocalhost(int port) => Listen(IPAddress.Loopback, port);

    /// <summary>Listens on a Unix domain socket.</summary>
    /// <param name="path">At most 107 bytes of UTF-8. A socket that a former process has left there is replaced; the file goes when the listener stops.</param>
    public void ListenUnixSocket(string path) => EndPoints.Add(new UnixDomainSocketEndPoint(path));
}
