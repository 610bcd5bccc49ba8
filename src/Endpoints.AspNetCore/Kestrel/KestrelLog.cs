using Microsoft.Extensions.Logging;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>What the Kestrel connection door logs, with stable event ids.</summary>
internal static partial class KestrelLog
{
    [LoggerMessage(50, LogLevel.Information, "Of {Count} WebSocket endpoints {Served} are served on the connections of Kestrel.")]
    public static partial void Serving(ILogger logger, int count, int served);

    [LoggerMessage(51, LogLevel.Information, "The endpoint {Pattern} is left to the ASP.NET Core pipeline: {Reason}.")]
    public static partial void LeftToPipeline(ILogger logger, string pattern, string reason);
}
