using System.Buffers;
using System.Buffers.Binary;
using Endpoints.Connections;
using Endpoints.Protocol;

namespace Endpoints.Backplanes;

/// <summary>What goes to other processes.</summary>
internal sealed partial class BackplaneNode
{
    private ulong _sequence;

    /// <summary>Sends a message to the sessions of an audience in other processes; waits for nothing.</summary>
    public void Publish(EnvelopeKind kind, AudienceKind audience, string key, string? name, ReadOnlySpan<byte> payload) =>
        Enqueue(TopicOf(audience, key, name), kind, audience, key, name, payload, confirmed: null);

    /// <summary>The same for a message of which only the latest with its key waits where a session is slow.</summary>
    public void PublishKeyed(bool isText, AudienceKind audience, string key, string? name, ReadOnlySpan<byte> payload, string messageKey)
    {
        var bytes = KeyedPayload.Write(messageKey, payload, out var length);
        Publish(isText ? EnvelopeKind.KeyedText : EnvelopeKind.KeyedBinary, audience, key, name, bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>The same as <see cref="Publish"/>, and waits for the broker where the options say so.</summary>
    /// <exception cref="WebSocketBackplaneException">The broker has not confirmed it.</exception>
    public Task PublishConfirmedAsync(
        EnvelopeKind kind, AudienceKind audience, string key, string? name, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        if (!_options.WaitForConfirms)
        {
            Publish(kind, audience, key, name, payload);
            return Task.CompletedTask;
        }

        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(TopicOf(audience, key, name), kind, audience, key, name, payload, confirmed);
        return WaitAsync(confirmed.Task, cancellationToken);
    }

    /// <summary>Closes the sessions of an audience in other processes; waits for nothing.</summary>
    /// <exception cref="ArgumentException">The code may not be sent or the reason is too long.</exception>
    public void PublishClose(AudienceKind audience, string key, string? name, CloseStatus status)
    {
        WebSocketConnection.CheckStatus(status);
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayloadLength];
        Publish(EnvelopeKind.Close, audience, key, name, payload[..ClosePayload.Write(payload, status.Code, status.Reason.AsSpan())]);
    }

    private void Announce(IReadOnlyDictionary<string, int> sessions)
    {
        // Behind the goodbye it would say that the process is there again.
        if (!_isLeaving)
        {
            Enqueue(ClusterTopic, EnvelopeKind.Announce, AudienceKind.All, "", _options.NodeName, Announcement.Write(sessions), confirmed: null);
        }
    }

    private void Answer(Guid node, ReadOnlySpan<byte> query, int count)
    {
        Span<byte> payload = stackalloc byte[sizeof(ulong) + sizeof(int)];
        query.CopyTo(payload);
        BinaryPrimitives.WriteInt32BigEndian(payload[sizeof(ulong)..], count);
        Enqueue(TopicOfNode(node), EnvelopeKind.CountAnswer, AudienceKind.All, "", null, payload, confirmed: null);
    }

    private void Enqueue(
        BackplaneTopic topic,
        EnvelopeKind kind,
        AudienceKind audience,
        string key,
        string? name,
        ReadOnlySpan<byte> payload,
        TaskCompletionSource? confirmed)
    {
        if (_state != WebSocketBackplaneState.Connected)
        {
            var reason = _state == WebSocketBackplaneState.Stopped ? DropReason.Stopped : DropReason.Disconnected;
            Refuse(reason, confirmed);
            return;
        }

        if (name?.Length > Envelope.LongestName || Envelope.SizeOf(key, name, payload.Length) > MaxMessageSize)
        {
            Refuse(DropReason.TooLarge, confirmed);
            return;
        }

        var bytes = Envelope.Write(_id, kind, audience, key, name, payload, out var length);
        _outbound.Add(new OutboundMessage(topic, bytes, length, confirmed));
    }

    // Without having written it first: while the broker is down, sending costs next to nothing.
    private void Refuse(DropReason reason, TaskCompletionSource? confirmed)
    {
        confirmed?.TrySetException(new WebSocketBackplaneException($"The message did not go to other processes: {DropReasons.Describe(reason)}."));
        NoteDropped(reason);
    }

    private async Task WaitAsync(Task confirmed, CancellationToken cancellationToken)
    {
        try
        {
            await confirmed.WaitAsync(_options.ConfirmTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            Observe(confirmed);
            throw new WebSocketBackplaneException($"The broker has not confirmed the message within {_options.ConfirmTimeout}.", late);
        }
        catch (OperationCanceledException)
        {
            Observe(confirmed);
            throw;
        }
    }

    private async Task PublishAllAsync(IBackplaneConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await _outbound.TakeAsync(cancellationToken).ConfigureAwait(false);
            Envelope.SetSequence(message.Array, ++_sequence);
            Task confirmed;
            try
            {
                confirmed = await connection
                    .PublishAsync(message.Topic, message.Array.AsMemory(0, message.Length), message.Confirmed is not null, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // The array stays with the connection, which may still read it.
                message.Confirmed?.TrySetException(new WebSocketBackplaneException("The connection to the broker broke while the message was sent.", error));
                _metrics.Dropped(DropReason.Disconnected);
                throw;
            }

            ArrayPool<byte>.Shared.Return(message.Array);
            _metrics.Published();
            if (message.Confirmed is { } waiting)
            {
                _ = CompleteAsync(confirmed, waiting);
            }
        }
    }

    private static async Task CompleteAsync(Task confirmed, TaskCompletionSource waiting)
    {
        try
        {
            await confirmed.ConfigureAwait(false);
            waiting.TrySetResult();
        }
        catch (Exception error)
        {
            waiting.TrySetException(new WebSocketBackplaneException("The broker has not confirmed the message.", error));
        }
    }

    private static void Observe(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
