namespace Endpoints.AspNetCore

    static class WebSocketEndpointServices
        static IServiceCollection Add(IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)

namespace Microsoft.AspNetCore.Builder

    static class WebSocketAdministrationRouteBuilderExtensions
        static IEndpointConventionBuilder MapWebSocketAdministration(this IEndpointRouteBuilder routes, string prefix, AuthorizationPolicy policy)
        static IEndpointConventionBuilder MapWebSocketAdministration(this IEndpointRouteBuilder routes, string prefix, string policy)

    static class WebSocketEndpointRouteBuilderExtensions
        static IEndpointConventionBuilder MapWebSocketEndpoints(this IEndpointRouteBuilder routes)

    static class WebSocketHandlerRouteBuilderExtensions
        static IEndpointConventionBuilder MapWebSocket(this IEndpointRouteBuilder routes, string pattern, Func<WebSocketSession, CancellationToken, ValueTask> handler, Action<WebSocketHandlerOptions>? configure = null)
        static IEndpointConventionBuilder MapWebSocket(this IEndpointRouteBuilder routes, string pattern, IWebSocketHandler handler, Action<WebSocketHandlerOptions>? configure = null)
        static IEndpointConventionBuilder MapWebSocket<THandler>(this IEndpointRouteBuilder routes, string pattern, Action<WebSocketHandlerOptions>? configure = null)

namespace Microsoft.AspNetCore.Hosting

    static class ListenOptionsWebSocketExtensions
        static ListenOptions UseWebSocketEndpoints(this ListenOptions listenOptions)

    static class WebHostBuilderKestrelExtensions
        static IWebHostBuilder UseKestrelBlocks(this IWebHostBuilder builder, int blockSize = 32768)

namespace Microsoft.AspNetCore.Http

    static class WebSocketHandshakeHttpContextExtensions
        static HttpContext? GetHttpContext(this WebSocketHandshakeContext context)

namespace Microsoft.Extensions.DependencyInjection

    static class WebSocketEndpointHealthChecksBuilderExtensions
        static IHealthChecksBuilder AddWebSocketEndpoints(this IHealthChecksBuilder builder, string name = "websocket-endpoints", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)

    static class WebSocketSessionItemsServiceCollectionExtensions
        static IServiceCollection CopyClaimsToWebSocketSessions(this IServiceCollection services, Func<Claim, bool> predicate)
        static IServiceCollection CopyHttpContextItemsToWebSocketSessions(this IServiceCollection services, Func<object, bool> predicate)
        static IServiceCollection CopyHttpSessionToWebSocketSessions(this IServiceCollection services, Func<string, bool> predicate)

