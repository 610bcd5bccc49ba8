using System.Globalization;

namespace Endpoints.Postgres.Tests.Cluster;

/// <summary>Joins the group of its path, and with <c>from count</c> so many more.</summary>
[WebSocketEndpoint("/rooms/{group}")]
public sealed class RoomEndpoint
{
    public const string Ready = "ready";

    [OnOpen]
    public void Opened(WebSocketSession session, string group)
    {
        session.Join(group);
        session.TrySendText("ready"u8);
    }

    [OnText]
    public string Join(string range, WebSocketSession session)
    {
        var numbers = range.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        foreach (var number in Enumerable.Range(numbers[0], numbers[1]))
        {
            session.Join($"many {number}");
        }

        return Ready;
    }
}
