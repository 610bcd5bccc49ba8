using Endpoints;

namespace Client;

/// <summary>Sends each line that is read, and writes each text that comes: two flows that are independent of each other.</summary>
internal sealed class LineConversation(TextReader input, TextWriter output) : IWebSocketHandler
{
    private Task<string?>? _line;

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var showing = ShowAsync(session, cancellationToken);
        while (await NextLineAsync(showing) is { } line)
        {
            await session.SendTextAsync(line, cancellationToken);
        }

        if (!showing.IsCompleted)
        {
            // The input has ended, and so does the conversation; what the server still has to say is dropped.
            await session.CloseAsync(cancellationToken);
        }

        await showing;
    }

    private async Task ShowAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            await output.WriteLineAsync(message.IsText ? message.GetText() : $"({message.Payload.Length} bytes)");
        }
    }

    /// <summary>The next line; <see langword="null"/> at the input's end and the session's. One that was not read yet is the next session's.</summary>
    private async Task<string?> NextLineAsync(Task showing)
    {
        // A console's reader blocks, so it gets a thread of its own.
        _line ??= Task.Run(() => input.ReadLine());
        if (await Task.WhenAny(_line, showing) == showing)
        {
            return null;
        }

        var line = await _line;
        _line = null;
        return line;
    }
}
