using Endpoints.Transport.Linux;

namespace EndpointsServer;

/// <summary>The door on the event loop, without ASP.NET Core around it.</summary>
internal static class LoopHost
{
    public static IHost Build(ServerOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddWebSocketEndpoints();
        builder.Services.AddWebSocketListener(listener =>
        {
            listener.ListenLocalhost(options.Port);

            // Not Automatic: a row must be what it says, or be missing.
            listener.Engine = options.Door == Door.LoopEpoll ? LinuxEngine.Epoll : LinuxEngine.IoUring;
        });
        return builder.Build();
    }
}
