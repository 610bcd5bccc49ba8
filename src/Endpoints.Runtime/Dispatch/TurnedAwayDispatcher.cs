using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.Dispatch;

/// <summary>The session of a handshake that was accepted only to be told by a close frame, with 1013, that there is no place for it.</summary>
/// <param name="refusal">Why.</param>
internal sealed class TurnedAwayDispatcher(HandshakeRefusal refusal) : EndpointDispatcher
{
    public override HandlerKinds Handlers => HandlerKinds.None;

    public override ValueTask OpenAsync(WebSocketSession session)
    {
        var status = CloseStatus.TryAgainLater.WithReason(refusal.Text);
        ((WebSocketConnection)session).TurnAway(refusal.RetryAfter is { } delay ? status.WithRetryAfter(delay) : status, refusal.Reason);
        return default;
    }
}
