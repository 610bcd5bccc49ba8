using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Endpoints.Dispatch.Handlers;

/// <summary>Where the handlers of a route come from, and what is known of them before there is a session.</summary>
internal abstract class HandlerSource
{
    /// <param name="type">What the route is named by.</param>
    /// <param name="declaration">Where its attributes stand.</param>
    private protected HandlerSource(Type type, ICustomAttributeProvider declaration)
    {
        Type = type;
        Metadata = HandlerMetadata.Of(declaration);
    }

    /// <summary>The class of the handlers.</summary>
    public Type Type { get; }

    /// <summary>The attributes of the class or lambda, as endpoint metadata.</summary>
    public IReadOnlyList<object> Metadata { get; }

    /// <summary>One handler for all sessions; it is the caller's.</summary>
    public static HandlerSource Of(IWebSocketHandler handler) => new SharedHandler(handler, handler.GetType(), handler.GetType());

    /// <summary>A method for all sessions.</summary>
    public static HandlerSource Of(Func<WebSocketSession, CancellationToken, ValueTask> handler) =>
        new SharedHandler(new DelegateHandler(handler), typeof(IWebSocketHandler), handler.Method);

    /// <summary>A handler for each session, made from the session's services and disposed with it.</summary>
    public static HandlerSource Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where THandler : class, IWebSocketHandler => new HandlerPerSession<THandler>();

    /// <summary>The sub-protocols that the handlers name themselves.</summary>
    /// <param name="services">The services of the application.</param>
    public abstract IReadOnlyList<string> FindSubProtocols(IServiceProvider services);

    /// <summary>What runs the conversation of a session.</summary>
    /// <param name="handshake">Its request.</param>
    /// <param name="offThread">Whether it goes on on the thread pool when a message has come.</param>
    public abstract HandlerDispatcher CreateDispatcher(WebSocketHandshake handshake, bool offThread);
}
