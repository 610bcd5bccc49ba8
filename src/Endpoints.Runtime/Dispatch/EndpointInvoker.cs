using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>
/// Calls the emitted dispatcher and decides what an exception means: the endpoint's error handler takes it and the session goes
/// on, or the session is closed with 1011, or with 1007 or 1008 where it is the peer's fault. No other session is touched.
/// </summary>
internal sealed class EndpointInvoker(EndpointDispatcher dispatcher, ILogger logger) : ISessionSink
{
    private enum Handler
    {
        Open,
        Ping,
        Pong,
    }

    public HandlerKinds Handlers => dispatcher.Handlers;

    public bool HasStreams => dispatcher.Streams.Count > 0;

    public ValueTask OpenedAsync(WebSocketSession session) => Call(Handler.Open, session, default);

    // The two that run all the time have nothing in their way.
    public ValueTask TextAsync(WebSocketSession session, IncomingMessage message)
    {
        try
        {
            var call = dispatcher.TextAsync(session, message);
            return call.IsCompletedSuccessfully ? call : AwaitAsync(session, call);
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
            var call = dispatcher.BinaryAsync(session, message);
            return call.IsCompletedSuccessfully ? call : AwaitAsync(session, call);
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => Call(Handler.Ping, session, message);

    public ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => Call(Handler.Pong, session, message);

    public ValueTask TextBodyAsync(WebSocketSession session, MessageBody body) => ReadAsync(session, body, dispatcher.TextBodyAsync);

    public ValueTask BinaryBodyAsync(WebSocketSession session, MessageBody body) => ReadAsync(session, body, dispatcher.BinaryBodyAsync);

    public async ValueTask StreamAsync(WebSocketSession session)
    {
        // All of them run before the first is waited for.
        Task[] running = [.. dispatcher.Streams.Select(stream => RunAsync(session, stream))];
        foreach (var handler in running)
        {
            await handler;
        }
    }

    public void EndInput(CancellationToken lost)
    {
        foreach (var stream in dispatcher.Streams)
        {
            stream.End(lost);
        }
    }

    public IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken) => dispatcher.ReceiveAllAsync(cancellationToken);

    public async ValueTask ClosedAsync(WebSocketSession session, CloseStatus status)
    {
        try
        {
            await dispatcher.CloseAsync(session, status);
        }
        catch (Exception error)
        {
            await FailedAsync(session, error);
        }

        try
        {
            await dispatcher.DisposeAsync();
        }
        catch (Exception error)
        {
            Log.LastHandlerFailed(logger, session.Id, error);
        }
    }

    private ValueTask Call(Handler handler, WebSocketSession session, IncomingMessage message)
    {
        try
        {
            var call = handler switch
            {
                Handler.Open => dispatcher.OpenAsync(session),
                Handler.Ping => dispatcher.PingAsync(session, message),
                _ => dispatcher.PongAsync(session, message),
            };
            return call.IsCompletedSuccessfully ? call : AwaitAsync(session, call);
        }
        catch (Exception error)
        {
            return FailedAsync(session, error);
        }
    }

    private async ValueTask AwaitAsync(WebSocketSession session, ValueTask call)
    {
        try
        {
            await call;
        }
        catch (Exception error)
        {
            await FailedAsync(session, error);
        }
    }

    private async ValueTask ReadAsync(
        WebSocketSession session, MessageBody body, Func<WebSocketSession, MessageBody, ValueTask> handler)
    {
        try
        {
            await handler(session, body);
        }
        catch (Exception error)
        {
            await FailedAsync(session, error);
        }
    }

    private async Task RunAsync(WebSocketSession session, MessageStream stream)
    {
        try
        {
            await stream.RunAsync(session);
        }
        catch (Exception error)
        {
            await FailedAsync(session, error);
        }

        // Nobody is left to read what the peer sends: the conversation is over.
        await session.CloseAsync();
    }

    private async ValueTask FailedAsync(WebSocketSession session, Exception error)
    {
        if (IsAnEcho(session, error))
        {
            return;
        }

        try
        {
            if (await dispatcher.ErrorAsync(session, error))
            {
                return;
            }
        }
        catch (Exception second)
        {
            Log.LastHandlerFailed(logger, session.Id, second);
        }

        EndpointTracing.NoteFailure(error);
        await session.CloseAsync(StatusOf(session, error));
    }

    // What is the peer's fault is no error of the application's, and what is logged of it repeats nothing of the payload.
    private CloseStatus StatusOf(WebSocketSession session, Exception error)
    {
        switch (error)
        {
            case UnreadablePayloadException unreadable:
                Log.PayloadUnreadable(logger, session.Id, unreadable.LineNumber, unreadable.BytePositionInLine);
                return CloseStatus.InvalidPayload.WithReason(unreadable.CloseReason);
            case MessageValidationException invalid:
                Log.PayloadInvalid(logger, session.Id, invalid.MessageType.Name, invalid.Errors.Count);
                return CloseStatus.InvalidPayload.WithReason(ClosePayload.TruncateReason(invalid.Message));
            case WebSocketUnauthorizedException unauthorized:
                Log.NotAuthorized(logger, session.Id, unauthorized.Handler);
                return CloseStatus.PolicyViolation.WithReason("Not authorized.");
            default:
                Log.HandlerFailed(logger, session.Id, CloseStatus.InternalError.Code, error);
                return CloseStatus.InternalError;
        }
    }

    /// <summary>A handler that was still sending or waiting when the session ended has not failed.</summary>
    private static bool IsAnEcho(WebSocketSession session, Exception error) =>
        session.State != WebSocketSessionState.Open
        && (error is WebSocketClosedException || (error is OperationCanceledException && session.Aborted.IsCancellationRequested));
}
