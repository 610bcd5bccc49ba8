namespace Endpoints;

/// <summary>
/// Puts a filter around an endpoint, around one <c>[OnOpen]</c>, <c>[OnText]</c>, <c>[OnBinary]</c> or <c>[OnMessage]</c> handler, or,
/// as <c>[assembly: UseFilter&lt;...&gt;]</c>, around all endpoints of an assembly.
/// </summary>
/// <remarks>
/// The assembly's filters are outermost. Those of the class and of its bases follow, a handler's own are inside of all of them. Among
/// these, a lower <see cref="Order"/> comes first; at one order, that of the base class, then that which is declared first.
/// Emitted code calls the filter's constructor and fills it as it does an endpoint's.
/// </remarks>
/// <typeparam name="TFilter">The filter.</typeparam>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class UseFilterAttribute<TFilter> : Attribute
    where TFilter : class, IWebSocketFilter
{
    /// <summary>Lower is further outside.</summary>
    public int Order { get; set; }

    /// <summary>
    /// One instance for the application (the default), or one for each session, which is disposed with it and may take
    /// <see cref="WebSocketHandshake"/> in its constructor.
    /// </summary>
    public EndpointLifetime Lifetime { get; set; } = EndpointLifetime.Singleton;
}
