using Microsoft.Extensions.Logging;

namespace Endpoints.Backplanes;

/// <summary>What is logged about messages between processes: each change once, and what is lost at most once a minute.</summary>
internal static partial class BackplaneLog
{
    [LoggerMessage(60, LogLevel.Information, "Connected to the backplane {Backplane} as node {NodeId}; {Topics} subscriptions.")]
    public static partial void Connected(ILogger logger, string backplane, string nodeId, int topics);

    [LoggerMessage(61, LogLevel.Warning, "The backplane {Backplane} cannot be reached: messages stay in this process until it can. It is tried again.")]
    public static partial void Disconnected(ILogger logger, string backplane, Exception? error);

    [LoggerMessage(62, LogLevel.Debug, "The backplane {Backplane} still cannot be reached, after {Attempts} attempts.")]
    public static partial void StillDisconnected(ILogger logger, string backplane, int attempts, Exception? error);

    [LoggerMessage(63, LogLevel.Warning, "A message did not go between this process and others: {Reason}. So did {Count} of them since this was last said.")]
    public static partial void Dropped(ILogger logger, string reason, long count);

    [LoggerMessage(64, LogLevel.Error, "A message of another process could not be delivered.")]
    public static partial void ReceiveFailed(ILogger logger, Exception error);

    [LoggerMessage(65, LogLevel.Debug, "Node {NodeId} ({NodeName}) is there.")]
    public static partial void NodeAppeared(ILogger logger, string nodeId, string nodeName);

    [LoggerMessage(66, LogLevel.Debug, "Node {NodeId} is gone: {Why}.")]
    public static partial void NodeGone(ILogger logger, string nodeId, string why);
}
