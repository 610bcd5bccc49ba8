using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Payloads that are kept and not copied.</summary>
public sealed class WSE0051Tests
{
    private const string Id = DiagnosticIds.PayloadRetained;

    private const string Members =
        """
        private ReadOnlyMemory<byte> _last;
        private ReadOnlySequence<byte> _sequence;
        private static ReadOnlyMemory<byte>? s_last;
        private ReadOnlyMemory<byte> Last { get; set; }
        private readonly List<ReadOnlyMemory<byte>> _all = [];
        private readonly Queue<(string Who, ReadOnlyMemory<byte> What)> _queue = new();
        private readonly Dictionary<string, ReadOnlyMemory<byte>> _map = [];
        private readonly System.Threading.Channels.Channel<ReadOnlyMemory<byte>> _channel = System.Threading.Channels.Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

        """;

    [Theory]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _last = [|data|]; }")]
    [InlineData("[OnText] public void M(ReadOnlyMemory<byte> data) => this._last = [|data|];")]
    [InlineData("[OnMessage] public async Task M(ReadOnlyMemory<byte> data) { await Task.Yield(); Last = [|data|]; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { s_last = [|data|]; }")]
    [InlineData("[OnBinary] public void M(ReadOnlySequence<byte> data) { _sequence = [|data|]; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _last = [|data.Slice(1)|]; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _last = [|data[1..]|]; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _all.Add([|data|]); }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _queue.Enqueue((string.Empty, [|data|])); }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _map[string.Empty] = [|data|]; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _channel.Writer.TryWrite([|data|]); }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data, System.Threading.Channels.ChannelWriter<ReadOnlyMemory<byte>> writer) { writer.TryWrite([|data|]); }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data, WebSocketSession session) { session.Items[string.Empty] = [|data|]; }")]
    [InlineData("[OnPing] public void M(ReadOnlyMemory<byte> data) { _last = [|data|]; } [OnText] public void T(string text) { }")]
    public Task Reports_it(string handler) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(Members + handler), "andler 'M'");

    [Theory]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _last = data.ToArray(); }")]
    [InlineData("[OnBinary] public void M(byte[] data) { _last = data; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { data = data.ToArray(); _last = data; }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { _last = data; try { Use(); } finally { _last = default; } } private void Use() { }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { var local = data; List<ReadOnlyMemory<byte>> parts = [local]; parts.Add(data); }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { var m = new Box { Data = data }; m.Data = data; } private sealed class Box { public ReadOnlyMemory<byte> Data { get; set; } }")]
    [InlineData("[OnBinary] public void M(ReadOnlyMemory<byte> data) { Copy = data; } private ReadOnlyMemory<byte> Copy { get => _last; set => _last = value.ToArray(); }")]
    [InlineData("[OnText] public void M(string data) { _map[data] = default; }")]
    [InlineData("[OnText] public void M(string text) { } public void Helper(ReadOnlyMemory<byte> data) { _last = data; }")]
    public Task Accepts_it(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(Members + handler));

    [Fact]
    public Task Reports_the_state_of_a_singleton_and_what_its_constructor_got() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public struct State { public ReadOnlyMemory<byte> Last; }

        [WebSocketEndpoint("/chat", Lifetime = EndpointLifetime.Singleton)]
        public sealed class Chat(System.Collections.Concurrent.ConcurrentQueue<ReadOnlyMemory<byte>> queue)
        {
            [OnBinary]
            public void M(ReadOnlyMemory<byte> data, ref State state)
            {
                state.Last = [|data|];
                queue.Enqueue([|data|]);
            }
        }
        """);
}
