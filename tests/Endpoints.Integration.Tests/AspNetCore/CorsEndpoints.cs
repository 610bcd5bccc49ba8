using Microsoft.AspNetCore.Cors;

namespace Endpoints.Integration.Tests.AspNetCore;

[WebSocketEndpoint("/cors/partners")]
[EnableCors("partners")]
public sealed class PartnersEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/cors/default")]
[EnableCors]
public sealed class DefaultPolicyEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/cors/none", Origins = ["https://listed.example"])]
[DisableCors]
public sealed class NoPolicyEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/cors/plain", Origins = ["https://listed.example"])]
public sealed class PlainEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}
