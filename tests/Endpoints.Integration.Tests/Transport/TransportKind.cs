using Endpoints.Transport.Linux;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>What carries Kestrel's connections.</summary>
public enum TransportKind
{
    /// <summary>Kestrel's own, by which the others are measured.</summary>
    Sockets,
    IoUring,
    Epoll,
}

internal static class TransportKinds
{
    /// <summary>Lets an application use it.</summary>
    public static void Use(this TransportKind kind, WebApplicationBuilder builder)
    {
        if (kind != TransportKind.Sockets)
        {
            builder.WebHost.UseLinuxTransport(options =>
            {
                options.LoopCount = 2;
                options.Engine = kind == TransportKind.IoUring ? LinuxEngine.IoUring : LinuxEngine.Epoll;
            });
        }
    }
}
