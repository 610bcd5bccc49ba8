using Endpoints;

namespace Silent;

// The generator's analyzers would not let this pass: it builds only because they are off in this project.
[WebSocketEndpoint("/{broken")]
public sealed class WrongEndpoint
{
    [OnText]
    public void Text(string text)
    {
    }
}
