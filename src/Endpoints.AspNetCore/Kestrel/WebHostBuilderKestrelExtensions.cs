using System.Buffers;
using Endpoints.AspNetCore.Kestrel;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>What WebSocket sessions may want of Kestrel.</summary>
public static class WebHostBuilderKestrelExtensions
{
    private const int Smallest = 4096;
    private const int Largest = 1024 * 1024;

    /// <summary>
    /// Lets Kestrel read from its sockets in larger blocks than 4 KiB, so that a message of that size and more takes fewer system calls. For all
    /// connections of the server, HTTP included, and without effect on <c>UseLinuxTransport()</c>, which reads as much as there is.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="blockSize">
    /// Bytes of a block: 4,096 to 1,048,576. A connection that waits for data holds none; one with data in flight one or two, and up to 64 MiB in
    /// blocks are kept for each I/O queue. The default, 32 KiB, takes a message of 16 KiB at once.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is not in that range.</exception>
    public static IWebHostBuilder UseKestrelBlocks(this IWebHostBuilder builder, int blockSize = 32 * 1024)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockSize, Largest);
        return builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>>(new BlockPoolFactory(blockSize))));
    }
}
