using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Endpoints;
using Endpoints.Client;
using Endpoints.Options;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton<Counter>();
builder.Services.AddWebSocketEndpoints();
if (args is [var address])
{
    builder.Services.AddWebSocketClient<Watcher>(client => client.Address = new Uri(address));
}

var app = builder.Build();
app.MapWebSocketEndpoints();
app.Run();

public sealed record Add(int By);

public sealed record Sum(int Value, string Room, bool IsDynamic);

[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Sum))]
internal sealed partial class SumJson : JsonSerializerContext;

public sealed class Counter
{
    private int _value;

    public int Add(int by) => Interlocked.Add(ref _value, by);
}

[WebSocketEndpoint("/sum/{room:maxlength(10)}", Protocols = ["sum.v1"])]
public sealed class SumEndpoint(Counter counter)
{
    [OnMessage]
    public Sum Add(Add add, string room) => new(counter.Add(add.By), room, RuntimeFeature.IsDynamicCodeSupported);

    [OnBinary]
    public ReadOnlyMemory<byte> Echo(ReadOnlyMemory<byte> bytes) => bytes;
}

/// <summary>Asks for a sum at the address that it is sent, as a client.</summary>
[WebSocketEndpoint("/relay")]
public sealed class RelayEndpoint
{
    [OnText]
    public async Task<string> Ask(string address, CancellationToken cancellationToken)
    {
        var options = new WebSocketClientOptions { Protocols = { "sum.v1" }, Compression = new WebSocketCompressionOptions() };
        await using var session = await WebSocketClient.ConnectAsync(new Uri(address), options, cancellationToken);
        await session.SendJsonAsync(new Add(0), SumJson.Default.Add, cancellationToken);
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            return $"{session.SubProtocol} {message.ReadJson(SumJson.Default.Sum)?.Value}";
        }

        return "nothing";
    }
}

public sealed class Watcher(ILogger<Watcher> log) : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            log.LogInformation("{Length} bytes", message.Payload.Length);
        }
    }
}
