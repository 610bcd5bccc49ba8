namespace Endpoints.Transport.Linux.Kestrel

    sealed class LinuxTransportOptions
        LinuxEngine Engine { get; set; }
        LinuxTransportOptions()
        bool PinLoops { get; set; }
        int Backlog { get; set; }
        int LoopCount { get; set; }
        int MaxReceiveBuffers { get; set; }
        int MinReceiveBuffers { get; set; }
        int ReceiveBufferSize { get; set; }
        long? MaxReadBufferSize { get; set; }
        long? MaxWriteBufferSize { get; set; }

namespace Microsoft.AspNetCore.Hosting

    static class LinuxTransportWebHostBuilderExtensions
        static IWebHostBuilder UseLinuxTransport(this IWebHostBuilder builder, Action<LinuxTransportOptions>? configure = null)

