namespace Endpoints.Client;

/// <summary>A handler with its session, from its call to the close frame that its end stands for.</summary>
internal static class Conversation
{
    private static readonly CloseStatus Cancelled = CloseStatus.GoingAway.WithReason("The client was cancelled.");
    private static readonly CloseStatus Failed = CloseStatus.InternalError.WithReason("The client's handler failed.");

    public static async Task RunAsync(WebSocketSession session, IWebSocketHandler handler, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(session.Aborted, cancellationToken);
        try
        {
            await handler.HandleAsync(session, end.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfTheEnd(error) && session.Aborted.IsCancellationRequested)
        {
            // It was told that the session has ended, and gave up: the status says the rest.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.CloseAsync(Cancelled, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception)
        {
            await session.CloseAsync(Failed, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static bool IsOfTheEnd(Exception error) => error is OperationCanceledException or WebSocketClosedException;
}
