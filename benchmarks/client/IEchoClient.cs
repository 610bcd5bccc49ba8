namespace ClientBenchmark;

/// <summary>A connected client that sends binary messages of one size and waits for their echoes.</summary>
internal interface IEchoClient : IAsyncDisposable
{
    /// <summary>Keeps as many messages in flight as are said, until it is told to stop; returns how many came back.</summary>
    Task<long> RunAsync(byte[] payload, int inFlight, CancellationToken stop);
}
