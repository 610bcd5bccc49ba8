using Endpoints.Connections;

namespace Endpoints.Benchmarks;

/// <summary>Takes what is sent as an event loop does, and throws it away.</summary>
internal sealed class DiscardingTransport : IConnectionTransport
{
    public WebSocketConnection Connection { get; set; } = null!;

    public void RequestFlush()
    {
        while (Connection.TryTakeOutput(out _))
        {
            Connection.OutputWritten();
        }
    }

    public void ResumeReceive()
    {
    }

    public void Abort()
    {
    }
}
