using System.Globalization;
using System.Text;

// Endpoints whose sessions are at several servers.
namespace Endpoints.Integration.Tests.Behavior;

/// <summary>
/// A member of a room and, by <c>?user=</c>, a session of a user. A message says to whom, a space, and what: <c>*</c> is all, <c>#room</c> a room,
/// <c>@user</c> a user; with <c>-</c> behind it, without the one that says it. <c>close</c> closes them, <c>count</c> is answered with how many they are.
/// Binary messages go to the whole room, and so does word of who has gone.
/// </summary>
[WebSocketEndpoint("/joined/{room}", MaxMessageSize = 300_000)]
[HandshakeInterceptor<UserByQuery>]
public sealed class JoinedEndpoint(IWebSocketSessions<JoinedEndpoint> sessions)
{
    [OnOpen]
    public string? Opened(WebSocketSession session, string room) => session.Join(room) ? "joined" : null;

    [OnText]
    public async Task<string?> Said(string text, WebSocketSession session)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var (audience, what) = (AudienceOf(text[..space], session), text[(space + 1)..]);
        switch (what)
        {
            case "close":
                audience.Close(new CloseStatus(4001, "asked for"));
                return null;
            case "count":
                return (await audience.CountAsync()).ToString(CultureInfo.InvariantCulture);
            default:
                audience.SendText(what);
                return null;
        }
    }

    [OnBinary]
    public void Said(ReadOnlySpan<byte> payload, string room) => sessions.Group(room).SendBinary(payload);

    [OnClose]
    public void Closed(CloseStatus status, string room) => sessions.Group(room).SendText($"gone {status.Code}");

    private WebSocketAudience AudienceOf(string to, WebSocketSession session)
    {
        var name = to.TrimEnd('-');
        var audience = name[0] switch
        {
            '#' => sessions.Group(name[1..]),
            '@' => sessions.User(name[1..]),
            _ => sessions.All,
        };
        return to.EndsWith('-') ? audience.Except(session) : audience;
    }
}

/// <summary>
/// Sends values of symbols to all, of which only the latest are of interest: <c>A=1</c> as JSON by the key of its class, <c>x=1</c> as text by a key that is
/// given; a word without a value goes as it is. <c>fill</c> gives its own session more than it takes while its peer does not read.
/// </summary>
[WebSocketEndpoint("/joined-latest", SendPolicy = SendPolicy.KeepLatest, MaxSendQueueSize = 32 << 20)]
public sealed class JoinedLatestEndpoint(IWebSocketSessions<JoinedLatestEndpoint> sessions, Journal journal)
{
    /// <summary>Twenty-four MiB in all: the sockets' buffers, on both sides, take far less.</summary>
    public const int FillerCount = 96;

    private static readonly byte[] Filler = new byte[256 << 10];

    [OnOpen]
    public string Opened() => "joined";

    [OnText]
    public void Said(string text, WebSocketSession session)
    {
        if (text == "fill")
        {
            for (var i = 0; i < FillerCount; i++)
            {
                session.TrySendBinary(Filler);
            }

            journal.Add("filled");
            return;
        }

        foreach (var word in text.Split(' '))
        {
            Send(word);
        }
    }

    private void Send(string word)
    {
        if (word.Split('=') is not [var symbol, var value])
        {
            sessions.All.SendText(word);
        }
        else if (char.IsUpper(symbol[0]))
        {
            sessions.All.SendJson(new Price(symbol, int.Parse(value, CultureInfo.InvariantCulture), ""), PriceJson.Default.Price);
        }
        else
        {
            sessions.All.SendText(Encoding.UTF8.GetBytes(word), symbol);
        }
    }
}
