using System.Text.Json.Serialization;

namespace Endpoints.Testing.Tests;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Ask), "ask")]
public abstract record Request;

public sealed record Ask(string What) : Request;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(Refusal), "refusal")]
public abstract record Response;

public sealed record Answer(string Text) : Response;

public sealed record Refusal(string Why) : Response;

[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Response))]
internal sealed partial class TalkJson : JsonSerializerContext;

/// <summary>What happened to sessions, in order.</summary>
public sealed class Journal
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Write(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}

[WebSocketEndpoint("/talk/{name:maxlength(10)}", Protocols = ["talk.v2", "talk.v1"])]
public sealed class TalkEndpoint(Journal journal)
{
    [OnOpen]
    public void Open(string name, WebSocketSession session) => journal.Write($"{name} came, {session.Handshake.User.Identity?.Name ?? "nobody"}");

    [OnMessage]
    public async IAsyncEnumerable<Response> Received(Request request)
    {
        await Task.CompletedTask;
        var what = ((Ask)request).What;
        yield return what == "nothing" ? new Refusal("no") : new Answer(what);
    }

    [OnClose]
    public void Close(string name, CloseStatus status) => journal.Write($"{name} went, {status.Code}");
}

[WebSocketEndpoint("/raw")]
public sealed class RawEndpoint(TimeProvider time)
{
    [OnText]
    public async ValueTask<string> Text(string text, CancellationToken cancellation)
    {
        if (text == "throw")
        {
            throw new InvalidOperationException("This is the reason.");
        }

        if (text == "wait")
        {
            await Task.Delay(TimeSpan.FromSeconds(10), time, cancellation);
        }

        return text;
    }

    [OnBinary]
    public ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> bytes) => bytes;
}
