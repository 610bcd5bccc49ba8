using Endpoints.Transport.Linux.Hosting;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux.Kestrel.Hosting;

/// <summary>Says at start-up what is wrong with the options.</summary>
internal sealed class LinuxTransportOptionsValidator : IValidateOptions<LinuxTransportOptions>
{
    public ValidateOptionsResult Validate(string? name, LinuxTransportOptions options)
    {
        var faults = new OptionFaults();
        faults.RequireLoops(options.LoopCount, options.Backlog);
        faults.RequireBuffers(options.ReceiveBufferSize, options.MinReceiveBuffers, options.MaxReceiveBuffers);
        RequireSize(nameof(options.MaxReadBufferSize), options.MaxReadBufferSize);
        RequireSize(nameof(options.MaxWriteBufferSize), options.MaxWriteBufferSize);
        return faults.ToResult();

        void RequireSize(string option, long? size) =>
            faults.Require(size is null or >= 1, $"{option} is {size}; it must be at least 1, or null for no limit.");
    }
}
