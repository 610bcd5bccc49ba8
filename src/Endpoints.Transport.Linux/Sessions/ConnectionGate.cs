using System.Net;
using Endpoints.Transport.Linux.Diagnostics;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>Takes the connections of a listener, up to a limit. Of its loop's thread only.</summary>
/// <param name="host">Where they go.</param>
/// <param name="limit">Open connections of the loop at most.</param>
/// <param name="endPoint">For the log.</param>
/// <param name="logger">The log.</param>
internal sealed class ConnectionGate(LoopHost host, int limit, EndPoint endPoint, ILogger logger)
{
    public void Accept(int handle)
    {
        if (host.Loop.SocketCount < limit)
        {
            host.Accept(handle);
            return;
        }

        LibC.Close(handle);
        LinuxLog.ConnectionsFull(logger, endPoint.ToString()!, limit);
    }
}
