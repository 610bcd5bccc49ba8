using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Diagnostics;

/// <summary>What the loops log, with stable event ids.</summary>
internal static partial class LinuxLog
{
    [LoggerMessage(100, LogLevel.Information, "Listening on {EndPoint} with {Loops} loop(s) by {Engine}. {Why}")]
    public static partial void Listening(ILogger logger, string endPoint, int loops, string engine, string why);

    [LoggerMessage(101, LogLevel.Error, "A defect of the event loop ended one connection.")]
    public static partial void ClientFailed(ILogger logger, Exception error);

    [LoggerMessage(102, LogLevel.Critical, "{Loop} has failed and serves no more.")]
    public static partial void LoopFailed(ILogger logger, string loop, Exception error);

    [LoggerMessage(103, LogLevel.Warning, "Accepting on {EndPoint} failed, tried again in {Delay}: {Error}")]
    public static partial void AcceptFailed(ILogger logger, string endPoint, TimeSpan delay, string error);

    [LoggerMessage(104, LogLevel.Debug, "A connection on {EndPoint} was ended at once: there are {Count} already.")]
    public static partial void ConnectionsFull(ILogger logger, string endPoint, int count);

    [LoggerMessage(105, LogLevel.Error, "The services of a session could not be disposed.")]
    public static partial void ServicesFailed(ILogger logger, Exception error);

    [LoggerMessage(107, LogLevel.Warning, "{Endpoint} at {Pattern} is not served by the event loop, which knows no users: an attribute demands one, as "
        + "[Authorize] does. MapWebSocketEndpoints() of ASP.NET Core serves it.")]
    public static partial void LeftOut(ILogger logger, Type endpoint, string pattern);

    [LoggerMessage(108, LogLevel.Warning, "The options name the CORS policy {Policy} for the endpoint at {Pattern}. The event loop knows no policies of ASP.NET "
        + "Core: it admits no origin by that. List the origins in Origins instead, or serve the endpoint by MapWebSocketEndpoints().")]
    public static partial void PolicyNotAsked(ILogger logger, string policy, string pattern);

    [LoggerMessage(109, LogLevel.Warning, "{Endpoint} at {Pattern} has {Attribute}. The event loop knows no policies of ASP.NET Core: it admits no origin by that. "
        + "List the origins in Origins instead, or serve the endpoint by MapWebSocketEndpoints().")]
    public static partial void AttributeNotAsked(ILogger logger, Type endpoint, string pattern, string attribute);

    [LoggerMessage(106, LogLevel.Error, "Something that an event loop had to run has failed.")]
    public static partial void WorkFailed(ILogger logger, Exception error);
}
