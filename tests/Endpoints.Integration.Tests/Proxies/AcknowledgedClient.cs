using System.Net.Security;
using Endpoints.Client;
using Endpoints.Integration.Tests.Doors;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>
/// Sends one message after the other, each once more in the next session where the last one ended before its acknowledgment, and is never longer
/// without a session than the servers want it to be.
/// </summary>
/// <param name="proxy">What it connects by.</param>
/// <param name="name">What its messages begin with.</param>
internal sealed class AcknowledgedClient(ProxyProcess proxy, string name) : IWebSocketHandler
{
    private readonly Lock _gate = new();
    private readonly List<string> _acknowledged = [];
    private readonly List<int> _closes = [];
    private readonly List<string> _failures = [];
    private volatile bool _isToStop;
    private int _count;

    /// <summary>Messages that were acknowledged, in order.</summary>
    public IReadOnlyList<string> Acknowledged => _acknowledged;

    /// <summary>How the sessions ended that were followed by another.</summary>
    public IReadOnlyList<int> Closes => _closes;

    /// <summary>What connecting has failed with.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public int Count => Volatile.Read(ref _count);

    public Task<CloseStatus> RunAsync() => WebSocketClient.KeepConnectedAsync(
        ProxiedHost.GetAddress("/journal"),
        this,
        new WebSocketReconnectOptions { FirstDelay = TimeSpan.FromMilliseconds(50), LongestDelay = TimeSpan.FromSeconds(1), OnStateChanged = Note },
        new WebSocketClientOptions
        {
            ConnectCallback = (_, cancellationToken) => proxy.ConnectAsync(cancellationToken: cancellationToken),
            Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = TestCertificate.Trust },
        });

    /// <summary>Ends behind the next acknowledgment.</summary>
    public void Stop() => _isToStop = true;

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await session.SendTextAsync(Next(), cancellationToken);
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            // The one that waits, and no other: none is acknowledged twice, and none is passed over.
            Assert.Equal(Next(), message.GetText());
            _acknowledged.Add(Next());
            Interlocked.Increment(ref _count);
            if (_isToStop)
            {
                return;
            }

            await session.SendTextAsync(Next(), cancellationToken);
        }
    }

    private string Next() => $"{name}:{Count}";

    private void Note(WebSocketReconnectState state)
    {
        if (state.Phase != WebSocketReconnectPhase.Waiting)
        {
            return;
        }

        lock (_gate)
        {
            if (state.Status is { } status)
            {
                _closes.Add(status.Code);
            }
            else
            {
                _failures.Add(state.Error is WebSocketHandshakeException { StatusCode: { } code } ? $"{(int)code}" : state.Error!.GetType().Name);
            }
        }
    }
}
