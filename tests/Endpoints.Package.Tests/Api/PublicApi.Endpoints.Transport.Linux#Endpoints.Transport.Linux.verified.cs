namespace Endpoints.Transport.Linux

    enum LinuxEngine
        Automatic = 0
        Epoll = 2
        IoUring = 1

    sealed class WebSocketListener
        IReadOnlyList<EndPoint> EndPoints { get; }
        string Engine { get; }

    sealed class WebSocketListenerOptions
        IList<EndPoint> EndPoints { get; }
        LinuxEngine Engine { get; set; }
        WebSocketListenerOptions()
        bool PinLoops { get; set; }
        int Backlog { get; set; }
        int LoopCount { get; set; }
        int MaxReceiveBuffers { get; set; }
        int MinReceiveBuffers { get; set; }
        int ReceiveBufferSize { get; set; }
        int? MaxConnections { get; set; }
        string? HealthPath { get; set; }
        void Listen(IPAddress address, int port)
        void ListenAnyIP(int port)
        void ListenLocalhost(int port)
        void ListenUnixSocket(string path)

namespace Microsoft.Extensions.DependencyInjection

    static class WebSocketListenerServiceCollectionExtensions
        static IServiceCollection AddWebSocketListener(this IServiceCollection services, Action<WebSocketListenerOptions> configure)

