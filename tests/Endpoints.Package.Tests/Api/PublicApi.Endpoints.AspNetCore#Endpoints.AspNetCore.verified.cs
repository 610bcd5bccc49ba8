namespace Endpoints.AspNetCore

    static class WebSocketEndpointServices
        static IServiceCollection Add(IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)

namespace Microsoft.AspNetCore.Builder

    static class WebSocketEndpointRouteBuilderExtensions
        static IEndpointConventionBuilder MapWebSocketEndpoints(this IEndpointRouteBuilder routes)

    static class WebSocketHandlerRouteBuilderExtensions
        static IEndpointConventionBuilder MapWebSocket(this IEndpointRouteBuilder routes, string pattern, Func<WebSocketSession, CancellationToken, ValueTask> handler, Action<WebSocketHandlerOptions>? configure = null)
        static IEndpointConventionBuilder MapWebSocket(this IEndpointRouteBuilder routes, string pattern, IWebSocketHandler handler, Action<WebSocketHandlerOptions>? configure = null)
        static IEndpointConventionBuilder MapWebSocket<THandler>(this IEndpointRouteBuilder routes, string pattern, Action<WebSocketHandlerOptions>? configure = null)

namespace Microsoft.AspNetCore.Hosting

    static class ListenOptionsWebSocketExtensions
        static ListenOptions UseWebSocketEndpoints(this ListenOptions listenOptions)

