using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Fields of singletons that handlers write to.</summary>
public sealed class WSE0052Tests
{
    private const string Id = DiagnosticIds.SharedFieldWritten;

    [Theory]
    [InlineData("[OnText] public void M() => [|_count|]++;")]
    [InlineData("[OnText] public void M() => [|this._count|] += 2;")]
    [InlineData("[OnText] public void M(string text) { if (text != \"\") { [|_last|] = text; } }")]
    [InlineData("[OnOpen] public async Task M() { await Task.Yield(); [|_last|] ??= \"\"; }")]
    [InlineData("[OnClose] public void M() { Action later = () => [|Value|] = 1; later(); }")]
    [InlineData("[OnText] public void M() => [|start|] = 2;")]
    public Task Reports_the_target(string handler) => AnalyzerVerifier.ReportsAsync(Id, Source(handler), "shared by all sessions of the singleton 'Chat'", "in 'M'");

    [Theory]
    [InlineData("[OnText] public void M() { lock (_gate) { _count++; } }")]
    [InlineData("[OnText] public async Task M() { await _turn.WaitAsync(); _count++; _turn.Release(); }")]
    [InlineData("[OnText] public void M() { using (_lock.EnterScope()) { _count++; } }")]
    [InlineData("[OnText] public void M() => Interlocked.Increment(ref _count);")]
    [InlineData("[OnText] public void M() => _stopped = true;")]
    [InlineData("[OnText] public void M(State state) => state.Value = start + _count;")]
    [InlineData("[OnText] public void M() { var count = _count; count++; Computed = count; }")]
    [InlineData("[OnText] public void M() { } public void NoHandler() => _count++;")]
    [InlineData("[OnText] public string M() => new Made { Name = \"\", Number = 1, Inner = { Number = 2 } }.Name;")]
    [InlineData("[OnText] public string M() => (new Record(\"\") with { Name = \"x\" }).ToString();")]
    public Task Accepts_what_is_synchronised_or_not_shared(string handler) => AnalyzerVerifier.AcceptsAsync(Source(handler));

    [Fact]
    public Task Accepts_an_instance_for_each_session() => AnalyzerVerifier.AcceptsAsync(
        "[WebSocketEndpoint(\"/\")] public sealed class E { private int _count; [OnText] public string M() => $\"{++_count}\"; }");

    private static string Source(string handler) =>
        $$"""
        #pragma warning disable CS0169, CS0414, CS9113
        [SessionState] public sealed class State { public int Value; }

        [WebSocketEndpoint("/chat", Lifetime = EndpointLifetime.Singleton)]
        public sealed class Chat(Numbers numbers, int start = 1)
        {
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private readonly SemaphoreSlim _turn = new(1);
            private volatile bool _stopped;
            private int _count;
            private string? _last;
            public int Value { get; set; }
            public int Computed { get => 1; set { } }
            {{handler}}
        }

        public sealed class Numbers;
        public sealed record Record(string Name);
        public class Inner { public int Number; }
        public sealed class Made : Inner { public required string Name { get; init; } public Inner Inner { get; } = new(); }
        """;
}
