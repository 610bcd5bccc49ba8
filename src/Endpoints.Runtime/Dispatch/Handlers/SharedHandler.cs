using System.Reflection;

namespace Endpoints.Dispatch.Handlers;

/// <summary>One handler for all sessions.</summary>
/// <param name="handler">The handler.</param>
/// <param name="type">What the route is named by.</param>
/// <param name="declaration">Where its attributes stand.</param>
internal sealed class SharedHandler(IWebSocketHandler handler, Type type, ICustomAttributeProvider declaration) : HandlerSource(type, declaration)
{
    public override IReadOnlyList<string> FindSubProtocols(IServiceProvider services) => handler.SubProtocols;

    public override HandlerDispatcher CreateDispatcher(WebSocketHandshake handshake, bool offThread) => new(handler, isOwned: false, offThread);
}
