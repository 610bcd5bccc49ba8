using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Handlers that are mapped by code, beside the endpoint classes of the suite.</summary>
internal static class MappedHandlers
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddWebSocketHandler("/code/echo", new EchoHandler(), options =>
        {
            options.MaxMessageSize = 1000;
            options.Origins = ["https://app.example.com"];
        });
        services.AddWebSocketHandler<CountingHandler>("/code/count/{room}/{page:int=7}/{color?}", options => options.Protocols = []);

        // One before an endpoint of a class whose template is closer, and one behind an endpoint of the same template.
        services.AddWebSocketHandler("/ordered/{*any}", SayAsync("code"), options => options.Order = -1);
        services.AddWebSocketHandler("/flag", SayAsync("code"), options => options.Order = 1);
        services.AddWebSocketHandler("/code/{*rest}", SayAsync("rest"));
    }

    private static Func<WebSocketSession, CancellationToken, ValueTask> SayAsync(string text) =>
        (session, cancellationToken) => session.SendTextAsync(text, cancellationToken);
}

[WebSocketEndpoint("/ordered/x")]
public sealed class OrderedEndpoint
{
    [OnOpen]
    public static string Opened() => "class";

    [OnText]
    public static void Ignore(string text)
    {
    }
}

internal sealed class EchoHandler : IWebSocketHandler
{
    public IReadOnlyList<string> SubProtocols => ["echo.v2", "echo.v1"];

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            if (message.IsText)
            {
                await session.SendTextAsync(message.Payload, cancellationToken);
            }
            else
            {
                await session.SendBinaryAsync(message.Payload, cancellationToken);
            }
        }
    }
}

/// <summary>One for each session, with what a scope has.</summary>
internal sealed class CountingHandler(Journal journal, ScopedThing thing) : IWebSocketHandler, IAsyncDisposable
{
    private int _count;

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var values = new[] { "room", "page", "color" }.Select(name => session.Handshake.GetRouteValue(name) ?? "-");
        await session.SendTextAsync($"{string.Join('|', values)} {thing == session.Handshake.Services.GetRequiredService<ScopedThing>()}", cancellationToken);
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            switch (message.GetText())
            {
                case "leave":
                    return;
                case "throw":
                    throw new InvalidOperationException("thrown");
                default:
                    await Task.Yield();
                    await session.SendTextAsync($"{++_count}", cancellationToken);
                    break;
            }
        }

        // The peer has closed. Whoever waits for the end of the session is told so.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task;
        journal.Add($"ended {session.State}");
    }

    public ValueTask DisposeAsync()
    {
        journal.Add($"handler disposed after {_count}");
        return default;
    }
}
