using System.Text.Json;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>
/// Calls the emitted dispatcher and decides what an exception means: the endpoint's error handler takes it and the session goes
/// on, or the session is closed with 1011 (1007 where the payload could not be read). No other session is touched.
/// </summary>
internal sealed class EndpointInvoker(EndpointDispatcher dispatcher, ILogger logger) : ISessionSink
{
    public HandlerKinds Handlers { get; } = dispatcher.Handlers;

    public ValueTask OpenedAsync(WebSocketSession session)
    {
        try
        {
            return Guard(session, dispatcher.OpenAsync(session));
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    public ValueTask TextAsync(WebSocketSession session, IncomingMessage message)
    {
        try
        {
            return Guard(session, dispatcher.TextAsync(session, message));
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message)
    {
        try
        {
            return Guard(session, dispatcher.BinaryAsync(session, message));
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    public ValueTask PingAsync(WebSocketSession session, IncomingMessage message)
    {
        try
        {
            return Guard(session, dispatcher.PingAsync(session, message));
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    public ValueTask PongAsync(WebSocketSession session, IncomingMessage message)
    {
        try
        {
            return Guard(session, dispatcher.PongAsync(session, message));
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    public async ValueTask ClosedAsync(WebSocketSession session, CloseStatus status)
    {
        try
        {
            await dispatcher.CloseAsync(session, status).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await FailedAsync(session, error).ConfigureAwait(false);
        }

        try
        {
            await dispatcher.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Log.LastHandlerFailed(logger, session.Id, error);
        }
    }

    private ValueTask Guard(WebSocketSession session, ValueTask call) =>
        call.IsCompletedSuccessfully ? call : AwaitAsync(session, call);

    private async ValueTask AwaitAsync(WebSocketSession session, ValueTask call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await FailedAsync(session, error).ConfigureAwait(false);
        }
    }

    private async ValueTask FailedAsync(WebSocketSession session, Exception error)
    {
        if (IsAnEcho(session, error))
        {
            return;
        }

        try
        {
            if (await dispatcher.ErrorAsync(session, error).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (Exception second)
        {
            Log.LastHandlerFailed(logger, session.Id, second);
        }

        CloseStatus status;
        if (error is JsonException)
        {
            // The peer's fault; the message names the place in the payload, not its contents.
            status = CloseStatus.InvalidPayload.WithReason("The payload is not the JSON that this endpoint takes.");
            Log.PayloadUnreadable(logger, session.Id, error.Message);
        }
        else
        {
            status = CloseStatus.InternalError;
            Log.HandlerFailed(logger, session.Id, status.Code, error);
        }

        await session.CloseAsync(status).ConfigureAwait(false);
    }

    /// <summary>A handler that was still sending or waiting when the session ended has not failed.</summary>
    private static bool IsAnEcho(WebSocketSession session, Exception error) =>
        session.State != WebSocketSessionState.Open
        && (error is WebSocketClosedException || (error is OperationCanceledException && session.Aborted.IsCancellationRequested));
}
