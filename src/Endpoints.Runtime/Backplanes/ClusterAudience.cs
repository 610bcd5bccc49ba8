namespace Endpoints.Backplanes;

/// <summary>The sessions of an endpoint in all processes: those of this one at once, the others by the backplane. Safe to use from any thread.</summary>
/// <param name="here">The sessions of this process.</param>
/// <param name="node">This process among the others.</param>
/// <param name="key">The endpoint.</param>
internal sealed class ClusterAudience(IAudienceSource here, BackplaneNode node, string key) : IAudienceSource
{
    public IReadOnlyList<WebSocketSession> GetAll() => here.GetAll();

    public IReadOnlyList<WebSocketSession> GetGroup(string name) => here.GetGroup(name);

    public IReadOnlyList<WebSocketSession> GetUser(string name) => here.GetUser(name);

    public int Send(in WebSocketAudience audience, bool isText, ReadOnlySpan<byte> payload, MessageKey? messageKey)
    {
        var sent = here.Send(in audience, isText, payload, messageKey);
        if (audience.IsLocal)
        {
            return sent;
        }

        if (messageKey?.Text is { } text && KeyedPayload.Fits(text))
        {
            node.PublishKeyed(isText, audience.Kind, key, audience.Name, payload, text);
        }
        else
        {
            node.Publish(KindOf(isText), audience.Kind, key, audience.Name, payload);
        }

        return sent;
    }

    public async ValueTask<int> SendAsync(WebSocketAudience audience, bool isText, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (audience.IsLocal)
        {
            return await here.SendAsync(audience, isText, payload, cancellationToken).ConfigureAwait(false);
        }

        // Before the first await, so that what one thread sends goes to other processes in its order; the sessions here come first only where they are few.
        var sending = here.SendAsync(audience, isText, payload, cancellationToken);
        var confirmed = node.PublishConfirmedAsync(KindOf(isText), audience.Kind, key, audience.Name, payload.Span, cancellationToken);
        var sent = await sending.ConfigureAwait(false);
        await confirmed.ConfigureAwait(false);
        return sent;
    }

    public void CloseElsewhere(in WebSocketAudience audience, CloseStatus status) => node.PublishClose(audience.Kind, key, audience.Name, status);

    public ValueTask<int> CountElsewhereAsync(WebSocketAudience audience, CancellationToken cancellationToken) =>
        node.CountElsewhereAsync(audience.Kind, key, audience.Name, cancellationToken);

    private static EnvelopeKind KindOf(bool isText) => isText ? EnvelopeKind.Text : EnvelopeKind.Binary;
}
