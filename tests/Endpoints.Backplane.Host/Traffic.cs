using System.Text;

namespace Endpoints.Backplane.Host;

/// <summary>Sends numbered messages: <c>stream|process|number</c>.</summary>
/// <param name="name">The process.</param>
internal sealed class Traffic(string name)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private volatile bool _isStopped;
    private Task<int>? _running;

    public static string StreamOf(string? group, string? user) => group is not null ? $"group {group}" : user is not null ? $"user {user}" : "all";

    /// <summary>Sends some; returns how many were sent, which is fewer where a confirm did not come.</summary>
    public async Task<int> SendAsync(WebSocketAudience audience, string stream, int from, int count)
    {
        var sent = 0;
        for (var number = from; number < from + count; number++)
        {
            try
            {
                await audience.SendTextAsync(Encoding.UTF8.GetBytes($"{stream}|{name}|{number}"));
                sent++;
            }
            catch (Backplanes.WebSocketBackplaneException)
            {
                // It is not counted.
            }
        }

        return sent;
    }

    /// <summary>Sends until it is stopped.</summary>
    public void Start(WebSocketAudience audience)
    {
        _isStopped = false;
        _running = RunAsync(audience);
    }

    /// <summary>Returns how many were sent.</summary>
    public Task<int> StopAsync()
    {
        _isStopped = true;
        return _running!;
    }

    /// <summary>One message to each group and each user.</summary>
    public void Probe(IWebSocketSessions<FeedEndpoint> sessions, int groups, int users)
    {
        for (var i = 0; i < groups; i++)
        {
            sessions.Group($"g{i}").SendText($"probe group|{name}|0");
        }

        for (var i = 0; i < users; i++)
        {
            sessions.User($"u{i}").SendText($"probe user|{name}|0");
        }
    }

    /// <summary>One message to each of some groups: every so many, from the first on.</summary>
    public void SendToEach(IWebSocketSessions<FeedEndpoint> sessions, string stream, string prefix, int count, int step)
    {
        for (var i = 0; i < count; i++)
        {
            var group = $"{prefix}{i * step}";
            sessions.Group(group).SendText($"{stream} {group}|{name}|0");
        }
    }

    private async Task<int> RunAsync(WebSocketAudience audience)
    {
        var sent = 0;
        while (!_isStopped)
        {
            audience.SendText($"traffic|{name}|{sent++}");
            await Task.Delay(Pause);
        }

        return sent;
    }
}
