namespace Endpoints.AspNetCore

    static class WebSocketEndpointServices
        static IServiceCollection Add(IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)

namespace Microsoft.AspNetCore.Builder

    static class WebSocketEndpointRouteBuilderExtensions
        static IEndpointConventionBuilder MapWebSocketEndpoints(this IEndpointRouteBuilder routes)

namespace Microsoft.AspNetCore.Hosting

    static class ListenOptionsWebSocketExtensions
        static ListenOptions UseWebSocketEndpoints(this ListenOptions listenOptions)

