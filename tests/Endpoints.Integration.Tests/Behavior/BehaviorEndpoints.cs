using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Threading.Channels;

// The endpoints of the behaviour suite: together they use every kind of handler, parameter and result.
namespace Endpoints.Integration.Tests.Behavior;

/// <summary>What handlers did, for tests to wait for.</summary>
public sealed class Journal
{
    private readonly Channel<string> _entries = Channel.CreateUnbounded<string>();

    public void Add(string entry) => _entries.Writer.TryWrite(entry);

    /// <summary>The next entry, in order.</summary>
    public Task<string> NextAsync() => _entries.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}

public enum Color
{
    Red,
    Green,
}

public sealed record Add(int Left, int Right);

public sealed record Sum(int Value);

[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Sum))]
public sealed partial class BehaviorJson : JsonSerializerContext;

[WebSocketEndpoint("/echo", MaxMessageSize = 200_000, MaxFrameSize = 100_000)]
public sealed class EchoEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

[WebSocketEndpoint("/rooms/{room}/{page:int}/{color}")]
public sealed class RouteEndpoint
{
    [OnText]
    public void Text(ReadOnlySpan<byte> utf8, WebSocketSession session, string room, int page, Color color) =>
        session.TrySendText(System.Text.Encoding.UTF8.GetBytes($"{room}|{page}|{color}|{utf8.Length}"));
}

[WebSocketEndpoint("/query")]
public sealed class QueryEndpoint
{
    [OnOpen]
    public static string Opened([FromQuery] int number, [FromQuery(Name = "opt")] string? optional, [FromHeader(Name = "X-Trace")] Guid? trace) =>
        $"{number}|{optional ?? "-"}|{trace?.ToString() ?? "-"}";

    [OnText]
    public static void Ignore(string text)
    {
    }
}

[WebSocketEndpoint("/protocols/client", Protocols = ["v10.stomp", "v11.stomp", "Chat.V1"])]
public sealed class ClientPreferenceEndpoint
{
    [OnOpen]
    public static string Opened(WebSocketSession session) => session.SubProtocol ?? "none";

    [OnText]
    public static string Any() => "any";

    [OnText(Protocol = "v11.stomp")]
    public static string Second(string text) => $"v11 {text}";
}

[WebSocketEndpoint("/protocols/server", Protocols = ["b", "a"], ProtocolPreference = ProtocolPreference.Server, RequireProtocol = true)]
public sealed class ServerPreferenceEndpoint
{
    [OnText]
    public static string Text(WebSocketSession session, string text) => $"{session.SubProtocol} {text}";
}

[WebSocketEndpoint("/origins", Origins = ["https://app.example.com", "https://*.example.org"])]
public sealed class OriginEndpoint
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/json")]
public sealed class JsonEndpoint
{
    [OnMessage]
    public static ValueTask<Sum?> Add(Add add) => new(add.Left == 0 ? null : new Sum(add.Left + add.Right));
}

[WebSocketEndpoint("/faulty")]
public sealed class FaultyEndpoint(Journal journal)
{
    [OnText]
    public async Task Text(string text)
    {
        if (text == "later")
        {
            await Task.Yield();
        }

        throw text == "argument" ? new ArgumentException("thrown") : new InvalidOperationException("thrown");
    }

    [OnError]
    public void Failed(ArgumentException error) => journal.Add($"handled {error.Message}");

    [OnClose]
    public void Closed(CloseStatus status) => journal.Add($"closed {status.Code}");
}

[WebSocketEndpoint("/async")]
public sealed class AsyncEndpoint : IAsyncDisposable
{
    private readonly Journal _journal;
    private int _count;

    public AsyncEndpoint(Journal journal) => _journal = journal;

    [OnText]
    public async Task<string> Text(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var number = ++_count;
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return $"{number}/{_count} {System.Text.Encoding.UTF8.GetString(utf8.Span)}";
    }

    [OnBinary]
    public static async IAsyncEnumerable<byte[]> Count(byte[] payload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (byte i = 0; i < payload[0]; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return [i];
        }
    }

    [OnPing]
    public void Ping(ReadOnlySpan<byte> payload) => _journal.Add($"ping {payload.Length}");

    [OnPong]
    public void Pong() => _journal.Add("pong");

    [OnClose]
    public async Task Closed(CloseStatus status)
    {
        await Task.Yield();
        _journal.Add($"closed {status.Code} {status.Reason}");
    }

    public ValueTask DisposeAsync()
    {
        _journal.Add("disposed");
        return default;
    }
}

public sealed class ScopedThing : IDisposable
{
    private static int _created;

    public int Number { get; } = Interlocked.Increment(ref _created);

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

[WebSocketEndpoint("/services")]
public sealed class ServiceEndpoint(IServiceProvider services)
{
    private ScopedThing? _last;

    [OnText]
    public string Text([FromServices] ScopedThing thing, string text)
    {
        var answer = $"{thing != _last} {_last?.IsDisposed ?? true} {services is not null}";
        _last = thing;
        return answer;
    }
}

[WebSocketEndpoint("/singleton", Lifetime = EndpointLifetime.Singleton)]
public sealed class SingletonEndpoint
{
    private int _messages;

    [OnText]
    public string Text(string text) => $"{Interlocked.Increment(ref _messages)}";
}

[WebSocketEndpoint("/private/{id:guid}")]
public sealed partial class PrivateEndpoint
{
    private PrivateEndpoint(Journal journal) => Journal = journal;

    private Journal Journal { get; }

    [OnText]
    private void Text(string text, Guid id, WebSocketSession session)
    {
        Journal.Add($"{id:N} {text}");
        session.TrySendText("ok"u8);
    }
}

[WebSocketEndpoint("/sender")]
public sealed class SenderEndpoint
{
    /// <summary>Sends from many threads at once, then closes.</summary>
    [OnText]
    public static async Task Text(string text, WebSocketSession session)
    {
        var size = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await Parallel.ForAsync(0, 100, async (i, token) => await session.SendBinaryAsync(Enumerable.Repeat((byte)i, size).ToArray(), token));
        await session.CloseAsync(new CloseStatus(4001, "done"));
    }
}

[WebSocketEndpoint("/broken")]
public sealed class BrokenEndpoint
{
    public BrokenEndpoint() => throw new InvalidOperationException("No instance can be had.");

    [OnText]
    public void Text(string text)
    {
    }
}
