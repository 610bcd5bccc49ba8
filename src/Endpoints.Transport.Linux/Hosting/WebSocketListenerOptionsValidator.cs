using System.Numerics;
using System.Text;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux.Hosting;

/// <summary>Says at start-up what is wrong with the options.</summary>
internal sealed class WebSocketListenerOptionsValidator : IValidateOptions<WebSocketListenerOptions>
{
    private const int MaxLoops = 1024;
    private const int SmallestBuffer = 4 * 1024;
    private const int LargestBuffer = 1024 * 1024;
    private const int MostBuffers = 32 * 1024;

    public ValidateOptionsResult Validate(string? name, WebSocketListenerOptions options)
    {
        List<string> faults = [];
        Require(options.EndPoints.Count > 0, "There is nothing to listen on. Call Listen, ListenAnyIP, ListenLocalhost or ListenUnixSocket.");
        Require(options.LoopCount is >= 1 and <= MaxLoops, $"{nameof(options.LoopCount)} is {options.LoopCount}; it must be 1 to {MaxLoops}.");
        Require(options.Backlog >= 1, $"{nameof(options.Backlog)} is {options.Backlog}; it must be at least 1.");
        Require(options.MaxConnections is null or >= 1, $"{nameof(options.MaxConnections)} is {options.MaxConnections}; it must be at least 1, or null.");
        Require(
            options.HealthPath is null || options.HealthPath.StartsWith('/'),
            $"{nameof(options.HealthPath)} is '{options.HealthPath}'; it must begin with '/'.");
        Require(
            options.ReceiveBufferSize is >= SmallestBuffer and <= LargestBuffer,
            $"{nameof(options.ReceiveBufferSize)} is {options.ReceiveBufferSize}; it must be {SmallestBuffer} to {LargestBuffer}.");
        Require(
            IsCount(options.MinReceiveBuffers) && IsCount(options.MaxReceiveBuffers) && options.MinReceiveBuffers <= options.MaxReceiveBuffers,
            $"{nameof(options.MinReceiveBuffers)} and {nameof(options.MaxReceiveBuffers)} are {options.MinReceiveBuffers} and "
            + $"{options.MaxReceiveBuffers}; they must be powers of two up to {MostBuffers}, the first not above the second.");
        foreach (var endPoint in options.EndPoints)
        {
            if (endPoint is System.Net.Sockets.UnixDomainSocketEndPoint unix && Encoding.UTF8.GetByteCount(unix.ToString()) > KernelAddress.MaxPathSize)
            {
                faults.Add($"The path of the Unix socket '{unix}' is longer than {KernelAddress.MaxPathSize} bytes.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private static bool IsCount(int buffers) => buffers is >= 1 and <= MostBuffers && BitOperations.IsPow2(buffers);
}
