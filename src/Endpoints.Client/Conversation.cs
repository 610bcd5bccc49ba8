namespace Endpoints.Client;

/// <summary>A handler with its session, from its call to the end of the session that its own end stands for.</summary>
internal static class Conversation
{
    private static readonly CloseStatus Cancelled = CloseStatus.GoingAway.WithReason("The client was cancelled.");
    private static readonly CloseStatus Failed = CloseStatus.InternalError.WithReason("The client's handler failed.");

    /// <summary>Runs the handler, and closes the session behind it.</summary>
    /// <returns>How the session ended.</returns>
    public static async Task<CloseStatus> RunAsync(WebSocketSession session, IWebSocketHandler handler, CancellationToken cancellationToken)
    {
        await using (session.ConfigureAwait(false))
        {
            await HandleAsync(session, handler, cancellationToken).ConfigureAwait(false);
        }

        return await session.Completion.ConfigureAwait(false);
    }

    private static async Task HandleAsync(WebSocketSession session, IWebSocketHandler handler, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(session.Aborted, cancellationToken);
        try
        {
            await handler.HandleAsync(session, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.CloseAsync(Cancelled, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception error) when (IsOfTheEnd(session, error))
        {
            // It found the session closed, and gave up: the status says the rest.
        }
        catch (Exception)
        {
            await session.CloseAsync(Failed, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static bool IsOfTheEnd(WebSocketSession session, Exception error) => error switch
    {
        OperationCanceledException => session.Aborted.IsCancellationRequested,
        WebSocketClosedException => session.State != WebSocketSessionState.Open,
        _ => false,
    };
}
