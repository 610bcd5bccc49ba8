namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Holds the close handler of <see cref="StubbornEndpoint"/> until it is opened.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WhenOpen => _opened.Task;

    public void Open() => _opened.TrySetResult();
}

/// <summary>An endpoint whose last handler takes its time.</summary>
[WebSocketEndpoint("/stubborn")]
public sealed class StubbornEndpoint(Gate gate)
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnClose]
    public Task Closed(CloseStatus status) => status.Code == 1000 ? gate.WhenOpen : Task.CompletedTask;
}
