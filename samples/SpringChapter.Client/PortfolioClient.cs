using Endpoints;

namespace SpringChapter.Client;

/// <summary>
/// A client as a class with handlers, of which Spring has none: it offers the sub-protocols of the chapter's introduction, prints how it was greeted,
/// and leaves.
/// </summary>
[WebSocketClientEndpoint(Protocols = ["v10.stomp", "v11.stomp"])]
internal sealed partial class PortfolioClient
{
    /// <summary>The greeting is the first text.</summary>
    [OnText]
    internal static ValueTask Greeted(string text, WebSocketSession session)
    {
        Console.WriteLine(text);
        return session.CloseAsync();
    }
}
