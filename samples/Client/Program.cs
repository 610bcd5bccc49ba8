using Client;
using Endpoints.Client;

if (args is not [var text] || !Uri.TryCreate(text, UriKind.Absolute, out var address))
{
    Console.Error.WriteLine("usage: dotnet run --project samples/Client -- ws://127.0.0.1:9001/echo");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

var reconnect = new WebSocketReconnectOptions
{
    OnStateChanged = state => Console.Error.WriteLine(state.Phase switch
    {
        WebSocketReconnectPhase.Waiting => $"-- {state.Status?.ToString() ?? state.Error?.Message}; again in {state.Delay.TotalSeconds:0.0} s",
        var phase => $"-- {phase}",
    }),
};
try
{
    // Ends with the input, and by Ctrl+C; connects again when the server or the network ends a session.
    var status = await WebSocketClient.KeepConnectedAsync(address, new LineConversation(Console.In, Console.Out), reconnect, cancellationToken: stop.Token);
    Console.Error.WriteLine($"-- {status}");
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (WebSocketHandshakeException refusal)
{
    Console.Error.WriteLine($"-- {refusal.Message}");
    return 1;
}
