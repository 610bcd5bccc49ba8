using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>A page at paths that WebSockets have, too.</summary>
public sealed class PageController : ControllerBase
{
    [HttpGet("/controlled")]
    public string Page() => "page";
}

/// <summary>A socket at the path of a page.</summary>
[WebSocketEndpoint("/shared")]
[OnlyUpgrades]
public sealed class SharedEndpoint
{
    [OnOpen]
    public static string Opened() => "socket";

    [OnText]
    public static void Ignore(string text)
    {
    }
}

/// <summary>Knows nobody.</summary>
internal sealed class NobodyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
}
