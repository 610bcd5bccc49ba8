using Endpoints;

namespace SpringChapter.Client;

/// <summary>Prints what comes until the server closes.</summary>
internal sealed class PrintingHandler(TextWriter output) : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            await output.WriteLineAsync(message.IsText ? message.GetText() : $"({message.Payload.Length} bytes)");
        }
    }
}
