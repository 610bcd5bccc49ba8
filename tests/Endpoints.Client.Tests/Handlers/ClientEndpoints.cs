using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Endpoints.Client.Tests.Handlers;

internal sealed record Said(string Text);

[JsonSerializable(typeof(Said))]
internal sealed partial class SaidJson : JsonSerializerContext;

/// <summary>What the endpoints of a test have done, in order.</summary>
internal sealed class Notes
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public TaskCompletionSource ScopeEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when bytes came.</summary>
    public TaskCompletionSource Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string line) => _lines.Add(line);
}

/// <summary>A service of a session.</summary>
internal sealed class SessionService(Notes notes) : IDisposable
{
    public void Dispose() => notes.ScopeEnded.TrySetResult();
}

/// <summary>Has a handler of each kind, and notes their calls.</summary>
[WebSocketClientEndpoint]
internal sealed partial class Talker(Notes notes) : IDisposable
{
    [OnOpen]
    private void Open(WebSocketSession session, [FromQuery] int room, SessionService service) =>
        notes.Add($"open {room} {session.State} {service.GetType().Name}");

    [OnMessage]
    private Said Hear(Said said)
    {
        notes.Add($"said {said.Text}");
        return new Said(said.Text + "!");
    }

    [OnBinary]
    private void Take(ReadOnlySpan<byte> bytes)
    {
        notes.Add($"{bytes.Length} bytes");
        notes.Taken.TrySetResult();
    }

    [OnClose]
    private void Closed(CloseStatus status) => notes.Add($"closed {status.Code}");

    public void Dispose() => notes.Add("disposed");
}

/// <summary>Each sub-protocol has its own handler.</summary>
[WebSocketClientEndpoint(Protocols = ["v2", "v1"])]
internal sealed partial class Versioned
{
    [OnText(Protocol = "v2")]
    internal static string Second(string text) => "second " + text;

    [OnText(Protocol = "v1")]
    internal static string First(string text) => "first " + text;
}

/// <summary>Needs a header of the response.</summary>
[WebSocketClientEndpoint]
internal sealed partial class Named
{
    [OnText]
    internal static string Text([FromHeader(Name = "X-Server")] string server) => server;
}

/// <summary>Throws.</summary>
[WebSocketClientEndpoint]
internal sealed partial class Failing
{
    [OnText]
    internal static void Text(string text) => throw new FormatException(text);
}

/// <summary>Numbers in a form of their own: the digits of each as bytes.</summary>
internal sealed class DigitCodec : IWebSocketCodec<int>
{
    public void Encode(int value, IBufferWriter<byte> output) => output.Write(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    public int Decode(ReadOnlySpan<byte> payload) => int.Parse(payload, CultureInfo.InvariantCulture);
}

/// <summary>Answers each number with the next one.</summary>
[UseCodec(typeof(DigitCodec))]
[WebSocketClientEndpoint]
internal sealed partial class Counting
{
    [OnMessage]
    internal static int Next(int number) => number + 1;
}

/// <summary>Takes all messages as one sequence, and answers with another.</summary>
[WebSocketClientEndpoint]
internal sealed partial class Walking
{
    [OnMessage]
    internal static async IAsyncEnumerable<Said> Walk(IAsyncEnumerable<Said> messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var message in messages.WithCancellation(cancellationToken))
        {
            yield return new Said($"{++count} {message.Text}");
        }
    }
}

/// <summary>Reads a message while it arrives.</summary>
[WebSocketClientEndpoint]
internal sealed partial class Reading
{
    [OnBinary]
    internal static async Task<string> Read(Stream body, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await body.CopyToAsync(copy, cancellationToken);
        return $"{copy.Length} bytes";
    }
}
