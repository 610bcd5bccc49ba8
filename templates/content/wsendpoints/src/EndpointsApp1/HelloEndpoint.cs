using Endpoints;

namespace EndpointsNamespace1;

/// <summary>Greets whoever connects to /hello/{name}. There is one instance a session, so its fields are the session's state.</summary>
[WebSocketEndpoint("/hello/{name}")]
public sealed class HelloEndpoint(TimeProvider time)
{
    private int _messages;

    [OnOpen]
    public string Welcome(string name) => $"Hello, {name}.";

    [OnMessage]
    public Heard Received(Say say) => new(++_messages, say.Text, time.GetUtcNow());
}
