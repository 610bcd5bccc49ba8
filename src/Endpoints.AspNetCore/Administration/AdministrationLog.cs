using Microsoft.Extensions.Logging;

namespace Endpoints.AspNetCore.Administration;

/// <summary>Who has done what, with stable event ids.</summary>
internal static partial class AdministrationLog
{
    [LoggerMessage(70, LogLevel.Information, "{User} has session {SessionId} closed with {CloseCode} {Reason}")]
    public static partial void Closed(ILogger logger, string user, string sessionId, int closeCode, string reason);

    [LoggerMessage(71, LogLevel.Information, "{User} has session {SessionId} aborted.")]
    public static partial void Aborted(ILogger logger, string user, string sessionId);

    [LoggerMessage(72, LogLevel.Debug, "{User} looks at {What} of the WebSocket endpoints.")]
    public static partial void LookedAt(ILogger logger, string user, string what);
}
