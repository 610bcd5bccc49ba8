using Microsoft.AspNetCore.SignalR;

namespace BackplaneBenchmark;

/// <summary>The same in SignalR.</summary>
public sealed class FeedHub : Hub
{
    public Task Say(string text) => Clients.All.SendAsync("m", text);
}
