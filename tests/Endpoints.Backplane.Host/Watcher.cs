namespace Endpoints.Backplane.Host;

/// <summary>Watches a group from the start on, and knows who is there by what the watch tells alone.</summary>
/// <param name="presence">Who is there.</param>
/// <param name="lifetime">Ends the watch.</param>
internal sealed class Watcher(IWebSocketPresence<FeedEndpoint> presence, IHostApplicationLifetime lifetime)
{
    public const string Group = "g1";

    private readonly Dictionary<(string? Node, string Session), string> _members = [];
    private Task? _watching;

    /// <summary>The users of the sessions that are there, in order.</summary>
    public string Members()
    {
        lock (_members)
        {
            _watching ??= Task.Run(WatchAsync);
            return string.Join(',', _members.Values.Order(StringComparer.Ordinal));
        }
    }

    private async Task WatchAsync()
    {
        await foreach (var (kind, member) in presence.WatchAsync(Group, lifetime.ApplicationStopping))
        {
            lock (_members)
            {
                if (kind == PresenceChangeKind.Left)
                {
                    _members.Remove((member.NodeId, member.SessionId));
                }
                else
                {
                    _members[(member.NodeId, member.SessionId)] = member.User ?? "";
                }
            }
        }
    }
}
