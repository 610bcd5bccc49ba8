using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>A session that writes down what it is told to send: <c>text:hello</c>, <c>binary:0102</c>.</summary>
internal sealed class FakeSession(WebSocketHandshake handshake) : WebSocketSession, IDisposable
{
    private readonly CancellationTokenSource _aborted = new();

    public List<string> Sent { get; } = [];

    /// <summary>Whether sent messages are counted only, without allocating.</summary>
    public bool IsCounting { get; set; }

    public int Count { get; private set; }

    public WebSocketSessionState CurrentState { get; set; }

    public override string Id => "session";

    public override WebSocketHandshake Handshake { get; } = handshake;

    public override WebSocketSessionState State => CurrentState;

    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    public override IReadOnlyCollection<string> Groups => [];

    public override int BufferedAmount => 0;

    public override CancellationToken Aborted => _aborted.Token;

    public override Task<CloseStatus> Completion => Task.FromResult(CloseStatus.Normal);

    public override bool TrySendText(ReadOnlySpan<byte> utf8) => Record("text:", IsCounting ? "" : Encoding.UTF8.GetString(utf8));

    public override bool TrySendBinary(ReadOnlySpan<byte> payload) => Record("binary:", IsCounting ? "" : Convert.ToHexString(payload));

    public override bool TrySendPing(ReadOnlySpan<byte> payload = default) => true;

    public override bool TrySendPong(ReadOnlySpan<byte> payload = default) => true;

    public override ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default) =>
        Sending(TrySendText(utf8.Span));

    public override ValueTask SendTextAsync(string text, CancellationToken cancellationToken = default) => Sending(Record("text:", text));

    public override ValueTask SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        Sending(TrySendBinary(payload.Span));

    public override ValueTask SendJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        Sending(Record("text:", JsonSerializer.Serialize(value, typeInfo)));

    public override bool Join(string group) => true;

    public override bool Leave(string group) => true;

    public override ValueTask CloseAsync(CloseStatus status, CancellationToken cancellationToken = default)
    {
        CurrentState = WebSocketSessionState.Closing;
        return default;
    }

    public override void Abort() => _aborted.Cancel();

    public void Dispose() => _aborted.Dispose();

    private static ValueTask Sending(bool isSent) =>
        isSent ? default : throw new WebSocketClosedException(CloseStatus.AbnormalClosure);

    private bool Record(string kind, string text)
    {
        if (CurrentState != WebSocketSessionState.Open)
        {
            return false;
        }

        Count++;
        if (!IsCounting)
        {
            Sent.Add(kind + text);
        }

        return true;
    }
}
