using Microsoft.Extensions.Options;

namespace Endpoints.Backplanes;

/// <summary>Says everything that is wrong, and what would be right.</summary>
internal sealed class WebSocketBackplaneOptionsValidator : IValidateOptions<WebSocketBackplaneOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, WebSocketBackplaneOptions options)
    {
        var failures = new List<string>();
        Demand(options.NodeName is { Length: > 0 and <= 256 }, "NodeName has 1 to 256 characters.");
        Demand(options.MaxQueuedMessages > 0, "MaxQueuedMessages is positive.");
        Demand(options.MaxMessageSize >= 1024, "MaxMessageSize is at least 1,024 bytes.");
        Demand(options.MaxQueuedBytes >= options.MaxMessageSize, "MaxQueuedBytes is at least MaxMessageSize.");
        Demand(Enum.IsDefined(options.QueueMode), "QueueMode is DropOldest or DropNewest.");
        Demand(options.MaxExactTopics >= 0, "MaxExactTopics is not negative.");
        DemandTime(options.ConfirmTimeout, nameof(options.ConfirmTimeout));
        DemandTime(options.ConnectTimeout, nameof(options.ConnectTimeout));
        DemandTime(options.ReconnectDelay, nameof(options.ReconnectDelay));
        DemandTime(options.MaxReconnectDelay, nameof(options.MaxReconnectDelay));
        DemandTime(options.AnnounceInterval, nameof(options.AnnounceInterval));
        DemandTime(options.NodeExpiry, nameof(options.NodeExpiry));
        DemandTime(options.CountTimeout, nameof(options.CountTimeout));
        Demand(options.UnsubscribeDelay >= TimeSpan.Zero && options.UnsubscribeDelay <= Longest, "UnsubscribeDelay is 0 to 1 day.");
        Demand(options.MaxReconnectDelay >= options.ReconnectDelay, "MaxReconnectDelay is at least ReconnectDelay.");
        Demand(options.NodeExpiry >= 2 * options.AnnounceInterval, "NodeExpiry is at least twice AnnounceInterval: one announcement may be lost.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void DemandTime(TimeSpan time, string setting) =>
            Demand(time >= TimeSpan.FromMilliseconds(1) && time <= Longest, $"{setting} is 1 ms to 1 day.");

        void Demand(bool holds, string rule)
        {
            if (!holds)
            {
                failures.Add($"WebSocketBackplaneOptions: {rule}");
            }
        }
    }
}
