using Endpoints.Transport.Linux.Kestrel;
using Endpoints.Transport.Linux.Kestrel.Hosting;
using Endpoints.Transport.Linux.Kestrel.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>The event loop under Kestrel.</summary>
public static class LinuxTransportWebHostBuilderExtensions
{
    /// <summary>
    /// Lets event loops carry Kestrel's connections on TCP and Unix sockets, in place of its own sockets. HTTP, TLS and HTTP/2 work as before;
    /// a WebSocket session without TLS that came by an HTTP/1.1 upgrade leaves Kestrel's pipes and runs on its loop. May be called several times;
    /// what is configured adds up.
    /// </summary>
    /// <param name="builder">The application's host, with Kestrel as its server.</param>
    /// <param name="configure">Sets loops, engine and limits; validated when the application starts.</param>
    /// <exception cref="PlatformNotSupportedException">
    /// This is not Linux. Call it inside <c>if (OperatingSystem.IsLinux())</c> where an application runs elsewhere, too.
    /// </exception>
    public static IWebHostBuilder UseLinuxTransport(this IWebHostBuilder builder, Action<LinuxTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "The event loop runs on Linux only. Do not call UseLinuxTransport() elsewhere: Kestrel's own sockets (UseSockets(), the default) "
                + "serve the same application.");
        }

        return builder.ConfigureServices(services =>
        {
            var options = services.AddOptions<LinuxTransportOptions>().ValidateOnStart();
            if (configure is not null)
            {
                options.Configure(configure);
            }

            services.TryAddSingleton(TimeProvider.System);
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LinuxTransportOptions>, LinuxTransportOptionsValidator>());

            // Kestrel asks those that were registered last first, and its own sockets bind what this one does not.
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, LinuxTransportFactory>());
        });
    }
}
