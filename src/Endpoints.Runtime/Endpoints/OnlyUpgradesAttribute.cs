namespace Endpoints;

/// <summary>
/// The endpoint takes only requests that ask for a WebSocket: by <c>Upgrade</c> over HTTP/1.1 (RFC 6455 section 4.2.1), or by extended CONNECT
/// over HTTP/2 (RFC 8441). Others go to another endpoint of the same path, so that a page and a socket can have one URL; where there
/// is none they are answered with 404 and not with 426.
/// </summary>
/// <remarks>
/// For the ASP.NET Core door, and without effect at doors that have no HTTP to go on to. There, a request that does ask for a WebSocket goes to
/// this endpoint rather than to another one of the same order and precedence.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class OnlyUpgradesAttribute : Attribute;
