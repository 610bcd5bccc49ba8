using Endpoints;
using Microsoft.Extensions.Options;

namespace Ticker;

/// <summary>A page that follows sectors. One that is slow gets fewer quotes, and never old ones.</summary>
[WebSocketEndpoint(
    "/ticker",
    Protocols = ["ticker.v1"],
    RequireProtocol = true,
    MaxMessageSize = 1024,
    SendPolicy = SendPolicy.KeepLatest,
    MaxSendQueueMessages = 64)]
public sealed class TickerEndpoint(PriceBoard board, IOptions<TickerOptions> options)
{
    [OnOpen]
    public ValueTask Opened(WebSocketSession session) =>
        session.SendJsonAsync(new Hello(options.Value.Node, Sectors.All), TickerJson.Default.Hello);

    [OnMessage]
    public async ValueTask Follow(Follow follow, WebSocketSession session)
    {
        if (!Sectors.Contains(follow.Sector))
        {
            await session.CloseAsync(CloseStatus.PolicyViolation.WithReason("There is no such sector."));
        }
        else if (session.Join(follow.Sector))
        {
            foreach (var quote in board.Of(follow.Sector))
            {
                await session.SendJsonAsync(quote, TickerJson.Default.Quote);
            }
        }
    }

    [OnMessage]
    public void Unfollow(Unfollow unfollow, WebSocketSession session) => session.Leave(unfollow.Sector);
}
