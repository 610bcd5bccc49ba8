namespace Ticker;

/// <summary>Section <c>Ticker</c> of the configuration.</summary>
public sealed class TickerOptions
{
    /// <summary>What this process calls itself. Default: its number.</summary>
    public string Node { get; set; } = $"process {Environment.ProcessId}";

    /// <summary>Time between two quotes of a symbol.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The sectors whose prices this process makes, by commas. Default: all. Of several processes, each makes its own.</summary>
    public string Makes { get; set; } = string.Join(',', Sectors.All);

    /// <summary>The broker that takes quotes to the other processes, <c>amqp://...</c>. Default: there are no others.</summary>
    public Uri? Broker { get; set; }
}
