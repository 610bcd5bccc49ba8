using System.Runtime.CompilerServices;
using Endpoints;

namespace SpringChapter.Flows;

/// <summary>Messages as conversations in text take them.</summary>
internal static class Texts
{
    /// <summary>The texts of the peer; a binary message closes the session with 1003.</summary>
    public static async IAsyncEnumerable<string> ReceiveTextsAsync(
        this WebSocketSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            if (!message.IsText)
            {
                await session.CloseAsync(CloseStatus.UnsupportedData.WithReason("This conversation is in text."), cancellationToken);
                yield break;
            }

            yield return message.GetText();
        }
    }
}
