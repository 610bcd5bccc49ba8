using Endpoints.Client.Connecting;

namespace Endpoints.Client.Reconnecting;

/// <summary>One conversation after the other with the same server, for as long as the policy has it.</summary>
internal sealed class ReconnectLoop(
    ServerAddress address, ClientSettings settings, IWebSocketHandler handler, WebSocketReconnectOptions options, ReconnectDelay delay)
{
    private int _failures;

    private TimeProvider Time => settings.Options.TimeProvider;

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">One of them, or the address, cannot be used.</exception>
    public static ReconnectLoop Create(Uri uri, IWebSocketHandler handler, WebSocketReconnectOptions reconnect, WebSocketClientOptions options)
    {
        ReconnectRules.Check(reconnect);
        var settings = ClientSettings.Of(options, handler.SubProtocols);
        return new ReconnectLoop(
            ServerAddress.Parse(uri), settings, handler, reconnect, new ReconnectDelay(reconnect, Random.Shared.NextDouble));
    }

    /// <summary>Runs until a session has ended after which there is none to be, or failures are too many.</summary>
    /// <returns>How the last session ended.</returns>
    public async Task<CloseStatus> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (status, error) = await TryOnceAsync(cancellationToken).ConfigureAwait(false);
            if (status is { } end && (!options.ShouldReconnect(end) || IsEnough()))
            {
                return end;
            }

            _failures++;
            var wait = delay.After(_failures, status, error, Time.GetUtcNow());
            Tell(new(WebSocketReconnectPhase.Waiting, _failures, wait, status, error));
            await Task.Delay(wait, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(CloseStatus? Status, Exception? Error)> TryOnceAsync(CancellationToken cancellationToken)
    {
        Tell(new(WebSocketReconnectPhase.Connecting, _failures));
        WebSocketSession session;
        try
        {
            session = await SessionOpener.OpenAsync(address, settings, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ReconnectRules.MayPass(error) && !IsEnough())
        {
            return (null, error);
        }

        try
        {
            Tell(new(WebSocketReconnectPhase.Connected, _failures));
        }
        catch
        {
            session.Abort();
            throw;
        }

        var since = Time.GetTimestamp();
        var status = await Conversation.RunAsync(session, handler, cancellationToken).ConfigureAwait(false);
        if (Time.GetElapsedTime(since) >= options.StableAfter)
        {
            _failures = 0;
        }

        return (status, null);
    }

    /// <summary>Whether the failure that comes next is one too many to go on.</summary>
    private bool IsEnough() => _failures + 1 >= options.MaxFailures;

    private void Tell(WebSocketReconnectState state) => options.OnStateChanged?.Invoke(state);
}
