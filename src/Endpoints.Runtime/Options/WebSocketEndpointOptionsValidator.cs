using Microsoft.Extensions.Options;

namespace Endpoints.Options;

/// <summary>Refuses, when the application starts, options that no session could be served with.</summary>
internal sealed class WebSocketEndpointOptionsValidator : IValidateOptions<WebSocketEndpointOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, WebSocketEndpointOptions options)
    {
        var failures = new List<string>();
        Size(nameof(options.MaxMessageSize), options.MaxMessageSize, Array.MaxLength);
        Size(nameof(options.MaxSendQueueSize), options.MaxSendQueueSize, Array.MaxLength);
        if (options.MaxFrameSize is { } frame)
        {
            Size(nameof(options.MaxFrameSize), frame, options.MaxMessageSize);
        }

        AtLeast(nameof(options.MaxSessionBufferedBytes), options.MaxSessionBufferedBytes, WebSocketEndpointOptions.SmallestSessionBudget);
        AtLeast(nameof(options.MaxBufferedBytes), options.MaxBufferedBytes, WebSocketEndpointOptions.SmallestBudget);
        Deadline(nameof(options.HandshakeTimeout), options.HandshakeTimeout, mayBeInfinite: false);
        Deadline(nameof(options.KeepAliveInterval), options.KeepAliveInterval, mayBeInfinite: true);
        Deadline(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout, mayBeInfinite: false);
        Deadline(nameof(options.IdleTimeout), options.IdleTimeout, mayBeInfinite: true);
        Deadline(nameof(options.SendTimeout), options.SendTimeout, mayBeInfinite: false);
        Deadline(nameof(options.CloseTimeout), options.CloseTimeout, mayBeInfinite: false);
        Deadline(nameof(options.ShutdownTimeout), options.ShutdownTimeout, mayBeInfinite: false);
        if (options.ShutdownBatchSize < 1)
        {
            failures.Add($"{nameof(WebSocketEndpointOptions)}.{nameof(options.ShutdownBatchSize)} is {options.ShutdownBatchSize}; "
                + "it must be at least 1, or null for all sessions at once.");
        }

        Deadline(nameof(options.ShutdownBatchInterval), options.ShutdownBatchInterval, mayBeInfinite: false);
        if (options.ReconnectSpread != TimeSpan.Zero)
        {
            Deadline(nameof(options.ReconnectSpread), options.ReconnectSpread, mayBeInfinite: false);
        }

        if (options.Compression is { } compression)
        {
            Compression(nameof(compression.Threshold), compression.Threshold, 0, Array.MaxLength);
            Compression(nameof(compression.ServerMaxWindowBits), compression.ServerMaxWindowBits, 9, 15);
            Compression(nameof(compression.ClientMaxWindowBits), compression.ClientMaxWindowBits, 9, 15);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Size(string option, int value, int largest)
        {
            if (value < 1 || value > largest)
            {
                failures.Add($"{nameof(WebSocketEndpointOptions)}.{option} is {value}; it must be 1 to {largest} bytes.");
            }
        }

        void AtLeast(string option, long? value, int smallest)
        {
            if (value < smallest)
            {
                failures.Add($"{nameof(WebSocketEndpointOptions)}.{option} is {value}; it must be at least {smallest} bytes, or null for no limit.");
            }
        }

        void Compression(string option, int value, int smallest, int largest)
        {
            if (value < smallest || value > largest)
            {
                failures.Add($"{nameof(WebSocketEndpointOptions)}.{nameof(options.Compression)}.{option} is {value}; "
                    + $"it must be {smallest} to {largest}.");
            }
        }

        void Deadline(string option, TimeSpan value, bool mayBeInfinite)
        {
            if ((value <= TimeSpan.Zero || value > Longest) && !(mayBeInfinite && value == Timeout.InfiniteTimeSpan))
            {
                failures.Add($"{nameof(WebSocketEndpointOptions)}.{option} is {value}; it must be above 0 and at most one day"
                    + (mayBeInfinite ? ", or Timeout.InfiniteTimeSpan." : "."));
            }
        }
    }
}
