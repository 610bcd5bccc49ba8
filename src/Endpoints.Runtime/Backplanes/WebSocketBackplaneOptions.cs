namespace Endpoints.Backplanes;

/// <summary>How a process uses its backplane, whichever it is. Checked when the application starts.</summary>
public sealed class WebSocketBackplaneOptions
{
    /// <summary>What the process is called in <see cref="IWebSocketCluster.GetNodes"/>, 1 to 256 characters. Default: machine and process number.</summary>
    public string NodeName { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>Most messages that wait for the broker. Default 10,000.</summary>
    public int MaxQueuedMessages { get; set; } = 10_000;

    /// <summary>Most bytes that wait for the broker. Default 64 MiB; has to hold one message of <see cref="MaxMessageSize"/>.</summary>
    public long MaxQueuedBytes { get; set; } = 64 << 20;

    /// <summary>What is lost when more would wait. Default: the oldest.</summary>
    public BackplaneQueueMode QueueMode { get; set; } = BackplaneQueueMode.DropOldest;

    /// <summary>
    /// Largest message to other processes, in bytes, names included, and largest that is taken from them. A larger one reaches the sessions of this
    /// process only; that is counted and logged. Default 1 MiB; the backplane may bound it further.
    /// </summary>
    public int MaxMessageSize { get; set; } = 1 << 20;

    /// <summary>
    /// Whether <c>SendTextAsync</c> and <c>SendBinaryAsync</c> of an audience complete only when the broker has confirmed that it has the message, and throw
    /// a <see cref="WebSocketBackplaneException"/> where it has not. Default: no. Even then it is at most once: nothing is sent again.
    /// </summary>
    public bool WaitForConfirms { get; set; }

    /// <summary>How long a confirm is waited for. Default 10 s.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connecting may take. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it takes, at first, until it is tried again; doubles with each failure. Between half of it and all, by chance. Default 500 ms.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What that grows to at most. Default 30 s.</summary>
    public TimeSpan MaxReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a group without members stays subscribed to, for somebody may come back. Default 30 s.</summary>
    public TimeSpan UnsubscribeDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Most groups, users and endpoints that are subscribed to one by one; with more, the process subscribes to buckets for as long as it runs
    /// (<see cref="BackplaneTopic"/>). Default 2,000.
    /// </summary>
    public int MaxExactTopics { get; set; } = 2_000;

    /// <summary>How often the process announces its sessions; within a fifth of that where they have changed. Default 5 s.</summary>
    public TimeSpan AnnounceInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a silent process counts. Default 15 s; at least twice <see cref="AnnounceInterval"/>.</summary>
    public TimeSpan NodeExpiry { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long <c>CountAsync</c> waits for the answers of the others. Default 1 s.</summary>
    public TimeSpan CountTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
