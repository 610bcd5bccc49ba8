namespace Endpoints.Postgres;

/// <summary>Notifications that become one transaction. Not for two threads at a time.</summary>
internal sealed class NotifyBatch
{
    private const int MostNotifications = 512;
    private const int MostCharacters = 1 << 20;

    private readonly List<string> _channels = [];
    private readonly List<string> _payloads = [];
    private TaskCompletionSource? _committed;
    private int _characters;

    public bool IsEmpty => _payloads.Count == 0;

    /// <summary>Whether another message has to wait for the next one.</summary>
    public bool IsFull => _payloads.Count >= MostNotifications || _characters >= MostCharacters;

    /// <summary>Completes when the transaction has committed, and fails when it has not.</summary>
    public Task Committed => (_committed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public string[] Channels => [.. _channels];

    public string[] Payloads => [.. _payloads];

    /// <summary>Adds a message, with all of its parts: they have to be of one transaction.</summary>
    public void Add(string channel, ReadOnlySpan<byte> message)
    {
        var first = _payloads.Count;
        for (var left = NotifyPayload.Write(message, _payloads); left > 0; left--)
        {
            _channels.Add(channel);
        }

        for (var i = first; i < _payloads.Count; i++)
        {
            _characters += _payloads[i].Length;
        }
    }

    public void Succeed() => _committed?.TrySetResult();

    public void Fail(Exception why) => _committed?.TrySetException(why);
}
