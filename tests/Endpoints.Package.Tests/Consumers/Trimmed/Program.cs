using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Endpoints;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton<Counter>();
builder.Services.AddWebSocketEndpoints();
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
