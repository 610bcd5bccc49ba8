using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Codecs without a payload or a reply.</summary>
public sealed class WSE0049Tests
{
    private const string Id = DiagnosticIds.UnusedCodec;

    private const string Types =
        """
        public sealed record A;
        public sealed record B;
        public class Codec<T> : IWebSocketCodec<T>
        {
            public void Encode(T value, IBufferWriter<byte> output) { }
            public T Decode(ReadOnlySpan<byte> payload) => throw new NotSupportedException();
        }
        public sealed class ACodec : Codec<A>;
        public sealed class BCodec : Codec<B>;
        """;

    [Theory]
    [InlineData("[[|UseCodec(typeof(ACodec))|]]", "[OnBinary] public void One() { }")]
    [InlineData("[[|UseCodec(typeof(Codec<>))|]]", "[OnText] public string One(string m) => m;")]
    [InlineData("[[|UseCodec(typeof(ACodec))|], UseCodec(typeof(BCodec))]", "[OnMessage] public void One(B m) { }")]
    [InlineData("[UseCodec(typeof(Codec<>)), [|UseCodec(typeof(ACodec))|]]", "[OnMessage] public void One(A m) { }")]
    [InlineData("[UseCodec(typeof(ACodec), Protocol = \"a\"), [|UseCodec(typeof(ACodec))|]]", "[OnMessage(Protocol = \"a\")] public void One(A m) { }")]
    public Task Reports_the_attribute(string attributes, string handler) => AnalyzerVerifier.ReportsAsync(
        Id, ContractSource.Of(handler, Types, arguments: ", Protocols = [\"a\"]", attributes: attributes), "No handler of 'Chat'");

    [Theory]
    [InlineData("[UseCodec(typeof(ACodec))]", "[OnMessage] public void One(A m) { }")]
    [InlineData("[UseCodec(typeof(ACodec))]", "[OnBinary] public A One() => new();")]
    [InlineData("[UseCodec(typeof(ACodec)), UseCodec(typeof(BCodec))]", "[OnMessage] public A One(B m) => new();")]
    [InlineData("[UseCodec(typeof(Codec<>))]", "[OnMessage] public async Task One(IAsyncEnumerable<A> m) { await Task.Yield(); }")]
    [InlineData("[UseCodec(typeof(ACodec), Protocol = \"a\"), UseCodec(typeof(ACodec), Protocol = \"b\")]", "[OnMessage] public void One(A m) { }", "")]
    public Task Accepts_one_that_is_used(string attributes, string handler, string also = "[OnText] public void Two() { }") =>
        AnalyzerVerifier.AcceptsAsync(ContractSource.Of(
            handler + also, Types, arguments: ", Protocols = [\"a\", \"b\"], RequireProtocol = true", attributes: attributes));
}
