using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Endpoints.Generated;

/// <summary>
/// The messages of a session for who holds the whole of it, whichever end that is: one at a time, the next one when it is asked for. Nothing is
/// queued here.
/// </summary>
/// <param name="run">Runs the conversation, where somebody has to: see <see cref="MessageStream"/>.</param>
/// <param name="offThread">Whether the walk goes on on the thread pool rather than on the thread that received the message.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The walk disposes the sequence; there is nothing to dispose without one.")]
internal sealed class SessionMessages(Func<WebSocketSession, ValueTask> run, bool offThread)
{
    private readonly MessageStream<WebSocketMessage> _messages = new(run, offThread);

    /// <summary>What the connection runs, ends and abandons.</summary>
    public MessageStream Stream => _messages;

    /// <summary>Offers a text message; completes when the next one is asked for.</summary>
    public ValueTask WriteTextAsync(IncomingMessage message) => _messages.WriteAsync(new WebSocketMessage(isText: true, message.AsMemory()));

    /// <summary>Offers a binary message; completes when the next one is asked for.</summary>
    public ValueTask WriteBinaryAsync(IncomingMessage message) => _messages.WriteAsync(new WebSocketMessage(isText: false, message.AsMemory()));

    /// <summary>What <see cref="WebSocketSession.ReceiveAllAsync"/> hands out.</summary>
    public async IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var messages = ((IAsyncEnumerable<WebSocketMessage>)_messages).GetAsyncEnumerator(cancellationToken);
        await using (messages.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await messages.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new WebSocketClosedException(CloseStatus.AbnormalClosure);
                }

                yield return messages.Current;
            }
        }
    }
}
