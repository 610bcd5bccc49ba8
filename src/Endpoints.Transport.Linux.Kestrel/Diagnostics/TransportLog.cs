using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Kestrel.Diagnostics;

/// <summary>What the transport logs, with stable event ids.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(120, LogLevel.Information, "Kestrel's connections run on {Loops} event loop(s) by {Engine}. {Why}")]
    public static partial void Started(ILogger logger, int loops, string engine, string why);

    [LoggerMessage(121, LogLevel.Debug, "Connection {ConnectionId}: the peer has ended its side.")]
    public static partial void PeerEnded(ILogger logger, string connectionId);

    [LoggerMessage(122, LogLevel.Debug, "Connection {ConnectionId}: broken. {Error}")]
    public static partial void Broken(ILogger logger, string connectionId, string error);

    [LoggerMessage(123, LogLevel.Debug, "Connection {ConnectionId}: everything is sent, our side is ended.")]
    public static partial void Ended(ILogger logger, string connectionId);

    [LoggerMessage(124, LogLevel.Debug, "Connection {ConnectionId}: aborted. {Reason}")]
    public static partial void Aborted(ILogger logger, string connectionId, string reason);

    [LoggerMessage(125, LogLevel.Debug, "Connection {ConnectionId}: the application is slow, the peer is held back.")]
    public static partial void Paused(ILogger logger, string connectionId);

    [LoggerMessage(126, LogLevel.Debug, "Connection {ConnectionId}: the peer may send again.")]
    public static partial void Resumed(ILogger logger, string connectionId);

    [LoggerMessage(127, LogLevel.Debug, "Connection {ConnectionId}: a session takes it from the pipes.")]
    public static partial void TakenOver(ILogger logger, string connectionId);

    [LoggerMessage(128, LogLevel.Error, "Connection {ConnectionId}: a callback of ConnectionClosed has failed.")]
    public static partial void CallbackFailed(ILogger logger, string connectionId, Exception error);
}
