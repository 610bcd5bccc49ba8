using System.Net.Sockets;
using System.Text;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux.Hosting;

/// <summary>Says at start-up what is wrong with the options.</summary>
internal sealed class WebSocketListenerOptionsValidator : IValidateOptions<WebSocketListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, WebSocketListenerOptions options)
    {
        var faults = new OptionFaults();
        faults.Require(options.EndPoints.Count > 0, "There is nothing to listen on. Call Listen, ListenAnyIP, ListenLocalhost or ListenUnixSocket.");
        faults.RequireLoops(options.LoopCount, options.Backlog);
        faults.Require(
            options.MaxConnections is null or >= 1,
            $"{nameof(options.MaxConnections)} is {options.MaxConnections}; it must be at least 1, or null.");
        faults.Require(
            options.HealthPath is null || options.HealthPath.StartsWith('/'),
            $"{nameof(options.HealthPath)} is '{options.HealthPath}'; it must begin with '/'.");
        faults.RequireBuffers(options.ReceiveBufferSize, options.MinReceiveBuffers, options.MaxReceiveBuffers);
        foreach (var unix in options.EndPoints.OfType<UnixDomainSocketEndPoint>())
        {
            faults.Require(
                Encoding.UTF8.GetByteCount(unix.ToString()) <= KernelAddress.MaxPathSize,
                $"The path of the Unix socket '{unix}' is longer than {KernelAddress.MaxPathSize} bytes.");
        }

        return faults.ToResult();
    }
}
