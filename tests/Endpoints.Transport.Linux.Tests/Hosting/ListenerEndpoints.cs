using Endpoints.Transport.Linux.Loop;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors;

namespace Endpoints.Transport.Linux.Tests.Hosting;

[WebSocketEndpoint("/where")]
public sealed class WhereEndpoint
{
    [OnText]
    public static async Task<string> Text(string text)
    {
        var before = EventLoop.Current;
        await Task.Run(() => { });
        await Task.Yield();
        return before is not null && EventLoop.Current == before ? "loop" : "elsewhere";
    }
}

[WebSocketEndpoint("/where/pool", ResumesOnThreadPool = true)]
public sealed class WherePoolEndpoint
{
    [OnText]
    public static async Task<string> Text(string text)
    {
        await Task.Run(() => { });
        return EventLoop.Current is null ? "pool" : "loop";
    }
}

[WebSocketEndpoint("/where/blocking")]
public sealed class WhereBlockingEndpoint
{
    [OnText]
    [Blocking]
    public static string Text(string text) => EventLoop.Current is null ? "pool" : "loop";
}

[WebSocketEndpoint("/peer")]
public sealed class PeerEndpoint
{
    [OnOpen]
    public static string Opened(WebSocketSession session) =>
        $"{session.Handshake.RemoteEndPoint} {session.Handshake.LocalEndPoint}";
}

/// <summary>Names a policy that only the pipeline of ASP.NET Core knows.</summary>
[WebSocketEndpoint("/partners")]
[EnableCors("partners")]
public sealed class PartnersEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/members")]
[Authorize]
public sealed class MembersEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

/// <summary>One of the application's own is as good.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MembersOnlyAttribute : Attribute, IAuthorizeData
{
    public string? Policy { get; set; }

    public string? Roles { get; set; }

    public string? AuthenticationSchemes { get; set; }
}

[WebSocketEndpoint("/members/own")]
[MembersOnly]
public sealed class OwnMembersEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/anybody")]
[Authorize]
[AllowAnonymous]
public sealed class AnybodyEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}
