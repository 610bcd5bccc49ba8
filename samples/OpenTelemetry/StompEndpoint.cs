using Endpoints;

namespace Observability;

/// <summary>Takes STOMP frames and sends each back as a MESSAGE. There is no broker here: it is about the traces that frames name.</summary>
[WebSocketEndpoint("/stomp", Protocols = ["v12.stomp"])]
public sealed class StompEndpoint
{
    [OnText]
    public static string Text(string frame)
    {
        var end = frame.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? "ERROR\nmessage:no frame\n\n\0" : $"MESSAGE{frame[end..]}";
    }
}
