using System.Text;
using System.Text.Json;
using Endpoints.Connections.Groups;
using Endpoints.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Endpoints.AspNetCore.Administration;

/// <summary>Answers the requests of operators. Who may ask was decided before.</summary>
internal sealed class AdministrationHandler(IWebSocketAdministration administration, ILoggerFactory loggers)
{
    private const int MaxBodySize = 4096;

    private readonly ILogger _logger = loggers.CreateLogger("Endpoints.Administration");

    public Task ListEndpointsAsync(HttpContext context)
    {
        AdministrationLog.LookedAt(_logger, NameOf(context), "the list");
        return AdministrationResponses.WriteAsync(
            context, new EndpointList(administration.ListEndpoints()), AdministrationJson.Default.EndpointList);
    }

    public Task ListSessionsAsync(HttpContext context)
    {
        if (!SessionQueryReader.TryRead(context.Request, out var query, out var fault))
        {
            return AdministrationResponses.WriteProblemAsync(context, StatusCodes.Status400BadRequest, "The query cannot be read.", fault);
        }

        AdministrationLog.LookedAt(_logger, NameOf(context), "the sessions");
        return AdministrationResponses.WriteAsync(
            context, administration.ListSessions(query), AdministrationJson.Default.WebSocketSessionPage);
    }

    public Task FindSessionAsync(HttpContext context)
    {
        if (administration.FindSession(IdOf(context)) is not { } session)
        {
            return NotFoundAsync(context);
        }

        AdministrationLog.LookedAt(_logger, NameOf(context), "a session");
        return AdministrationResponses.WriteAsync(context, session, AdministrationJson.Default.WebSocketSessionDetails);
    }

    public async Task CloseAsync(HttpContext context)
    {
        if (await ReadStatusAsync(context) is not { } status)
        {
            return;
        }

        if (!administration.Close(IdOf(context), status))
        {
            await NotFoundAsync(context);
            return;
        }

        AdministrationLog.Closed(_logger, NameOf(context), IdOf(context), status.Code, LogText.Escape(status.Reason));

        // The closing handshake has begun; when it ends is up to the peer and the deadline.
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    public Task AbortAsync(HttpContext context)
    {
        if (!administration.Abort(IdOf(context)))
        {
            return NotFoundAsync(context);
        }

        AdministrationLog.Aborted(_logger, NameOf(context), IdOf(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>What a session is to be closed with; <see langword="null"/> when the request was answered with why it is not.</summary>
    private static async Task<CloseStatus?> ReadStatusAsync(HttpContext context)
    {
        // A page of another origin can send a form without asking, but not JSON.
        if (!context.Request.HasJsonContentType())
        {
            await AdministrationResponses.WriteProblemAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The body is not JSON.", "Send {\"code\": 1001, \"reason\": \"...\"} as application/json.");
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodySize;
        }

        CloseRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(context.Request.Body, AdministrationJson.Default.CloseRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            request = null;
        }

        var fault = request is null
            ? "The body is {\"code\": <number>, \"reason\": <text, may be left out>} and nothing else."
            : FaultOf(new CloseStatus(request.Code, request.Reason ?? ""));
        if (fault is null)
        {
            return new CloseStatus(request!.Code, request.Reason ?? "");
        }

        await AdministrationResponses.WriteProblemAsync(
            context, StatusCodes.Status400BadRequest, "The session cannot be closed with this.", fault);
        return null;
    }

    private static string? FaultOf(CloseStatus status) =>
        !status.IsSendable ? $"Close code {status.Code} may not be sent; use 1000-1003, 1007-1014 or 3000-4999 (RFC 6455 section 7.4)."
        : Encoding.UTF8.GetByteCount(status.Reason) > CloseStatus.MaxReasonSize
            ? $"A close reason is at most {CloseStatus.MaxReasonSize} bytes of UTF-8 (RFC 6455 section 5.5)."
            : null;

    private static Task NotFoundAsync(HttpContext context) => AdministrationResponses.WriteProblemAsync(
        context, StatusCodes.Status404NotFound, "There is no such session.", "It has ended, or is one of another process.");

    private static string IdOf(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static string NameOf(HttpContext context) => LogText.Escape(SessionUsers.NameOf(context.User) ?? "Nobody");
}
