namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Answers when the gate lets it.</summary>
[WebSocketEndpoint("/drain/slow")]
public sealed class SlowEndpoint(Journal journal, Gate gate)
{
    [OnText]
    public async Task<string> Text(string text)
    {
        journal.Add($"begins {text}");
        await gate.Steps.WaitAsync();
        return $"did {text}";
    }

    [OnClose]
    public void Closed(CloseStatus status) => journal.Add($"closed {status.Code}");
}
