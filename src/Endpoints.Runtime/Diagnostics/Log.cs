using Microsoft.Extensions.Logging;

namespace Endpoints.Diagnostics;

/// <summary>
/// Everything that is logged, with stable event ids. Payloads are never logged, and texts of a peer only through <see cref="LogText"/>.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Session {SessionId} opened on {Path}, sub-protocol {SubProtocol}.")]
    public static partial void SessionOpened(ILogger logger, string sessionId, string path, string? subProtocol);

    [LoggerMessage(2, LogLevel.Debug, "Session {SessionId} closed: {CloseCode} {Reason}")]
    public static partial void SessionClosed(ILogger logger, string sessionId, int closeCode, string reason);

    [LoggerMessage(3, LogLevel.Information, "Session {SessionId}: {Violation} ({Section}); closing with {CloseCode}.")]
    public static partial void PeerViolation(ILogger logger, string sessionId, string violation, string section, int closeCode);

    [LoggerMessage(4, LogLevel.Information, "Session {SessionId} ended by force: {Why}.")]
    public static partial void EndedByForce(ILogger logger, string sessionId, string why);

    [LoggerMessage(5, LogLevel.Debug, "The transport of session {SessionId} failed.")]
    public static partial void TransportFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(6, LogLevel.Error, "A handler of session {SessionId} threw an exception; closing with {CloseCode}.")]
    public static partial void HandlerFailed(ILogger logger, string sessionId, int closeCode, Exception error);

    [LoggerMessage(7, LogLevel.Error, "The error or close handler of session {SessionId} threw an exception.")]
    public static partial void LastHandlerFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(8, LogLevel.Information, "Session {SessionId}: a payload is not the JSON that the endpoint takes, at line {Line}, byte {Byte}; closing with 1007.")]
    public static partial void PayloadUnreadable(ILogger logger, string sessionId, long? line, long? @byte);

    [LoggerMessage(9, LogLevel.Warning, "Handlers of session {SessionId} still run {Timeout} after its end; the connection ends without them.")]
    public static partial void HandlersOutlastConnection(ILogger logger, string sessionId, TimeSpan timeout);

    [LoggerMessage(12, LogLevel.Information, "Session {SessionId}: a {MessageType} breaks {Count} of its rules; closing with 1007.")]
    public static partial void PayloadInvalid(ILogger logger, string sessionId, string messageType, int count);

    [LoggerMessage(13, LogLevel.Information, "Session {SessionId} may not use {Handler}; closing with 1008.")]
    public static partial void NotAuthorized(ILogger logger, string sessionId, string handler);

    [LoggerMessage(14, LogLevel.Error, "The services of session {SessionId} threw an exception when they were disposed.")]
    public static partial void ServicesFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(15, LogLevel.Warning, "The trace of a message of session {SessionId} could not be found.")]
    public static partial void MessageTraceFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(16, LogLevel.Debug, "Session {SessionId}: its peer reads more slowly than messages come, and the endpoint's policy is {Policy}. Said once a session.")]
    public static partial void MessagesDropped(ILogger logger, string sessionId, SendPolicy policy);

    [LoggerMessage(17, LogLevel.Information, "Session {SessionId} goes beyond its limit ({Limit}, {Action}); said once for each session.")]
    public static partial void RateExceeded(ILogger logger, string sessionId, string limit, string action);

    [LoggerMessage(18, LogLevel.Error, "The rate limiter of session {SessionId} could not be made; closing with 1011.")]
    public static partial void LimiterFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(20, LogLevel.Information, "Handshake on {Path} refused with {StatusCode}: {Fault}")]
    public static partial void HandshakeRefused(ILogger logger, string path, int statusCode, string fault);

    [LoggerMessage(21, LogLevel.Error, "The endpoint of {Path} could not be created; the handshake is refused with 500.")]
    public static partial void ActivationFailed(ILogger logger, string path, Exception error);

    [LoggerMessage(22, LogLevel.Information, "Handshake on {Path} not completed within {Timeout}.")]
    public static partial void HandshakeTimedOut(ILogger logger, string path, TimeSpan timeout);

    [LoggerMessage(23, LogLevel.Information, "The origin {Origin} is not admitted at {Pattern}. Asked: the endpoint's own check (same origin, and Origins of "
        + "its attribute), and of the options {Rules}.")]
    public static partial void OriginRefused(ILogger logger, string pattern, string origin, string rules);

    [LoggerMessage(25, LogLevel.Error, "An interceptor of the handshake on {Path} threw an exception; it is refused with 500.")]
    public static partial void InterceptorFailed(ILogger logger, string path, Exception error);

    [LoggerMessage(26, LogLevel.Error, "An interceptor of the handshake on {Path} threw an exception when it was over.")]
    public static partial void InterceptorFailedAfter(ILogger logger, string path, Exception error);

    [LoggerMessage(27, LogLevel.Error, "The rate limiter of handshakes threw an exception on {Path}; it is refused with 503.")]
    public static partial void HandshakeLimiterFailed(ILogger logger, string path, Exception error);

    [LoggerMessage(30, LogLevel.Information, "Closing {Count} sessions with 1001: the application stops.")]
    public static partial void DrainStarted(ILogger logger, int count);

    [LoggerMessage(31, LogLevel.Warning, "{Count} sessions did not close in time and are aborted.")]
    public static partial void DrainDeadlinePassed(ILogger logger, int count);

    [LoggerMessage(32, LogLevel.Information, "The application stops. Sessions are taken for {Delay} more, and readiness says that they should not come.")]
    public static partial void DrainAnnounced(ILogger logger, TimeSpan delay);

    [LoggerMessage(40, LogLevel.Information, "The configuration of WebSocket endpoints was loaded again; {Count} of them have other settings for new sessions.")]
    public static partial void OptionsApplied(ILogger logger, int count);

    [LoggerMessage(41, LogLevel.Error, "The configuration of WebSocket endpoints was loaded again and cannot be used; the old one stays. {Failures}")]
    public static partial void OptionsRefused(ILogger logger, string failures, Exception? error);

    [LoggerMessage(19, LogLevel.Warning, "A retained message of {Length} bytes was never disposed; its buffer is lost to the pool. It was retained {Where}")]
    public static partial void MessageLeaked(ILogger logger, int length, string where);
}
