using Endpoints.Diagnostics;

namespace Endpoints.Connections;

/// <summary>What those who send until a source ends have to know: see <see cref="WebSocketSession.SendAllAsync(IAsyncEnumerable{string}, CancellationToken)"/>.</summary>
internal sealed partial class WebSocketConnection
{
    internal override CloseStatus StatusSoFar => Status;

    internal override CancellationToken SendingEnds
    {
        get
        {
            using (_gate.Hold())
            {
                return _state == WebSocketSessionState.Open
                    ? (Extras.SendingEnds ??= new CancellationTokenSource()).Token
                    : new CancellationToken(canceled: true);
            }
        }
    }

    /// <summary>
    /// Nothing can be sent any more. Called outside of the lock, once the state says so, and behind <see cref="EndInput"/>: a source that hands on
    /// what the peer sends ends by itself then, before it is cancelled.
    /// </summary>
    private void EndSending()
    {
        if (_extras?.SendingEnds is { } sending)
        {
            _ = CancelAsync(sending);
        }
    }

    /// <summary>Runs the callbacks on the thread pool; completes, never faulted, when they have run.</summary>
    private async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync();
        }
        catch (AggregateException error)
        {
            // Of a callback that the application registered.
            Log.LastHandlerFailed(_shared.Logger, Id, error);
        }
    }
}
