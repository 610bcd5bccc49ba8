using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Codecs that are none, or none for a payload.</summary>
public sealed class WSE0044Tests
{
    private const string Id = DiagnosticIds.UnfitCodec;

    private const string Types =
        """
        public interface IWire<T>;
        public sealed record Fit : IWire<Fit>;
        public sealed record Misfit(int X) : IWire<Fit>;
        public readonly record struct Value;
        public abstract class Codec<T> : IWebSocketCodec<T>
        {
            public void Encode(T value, IBufferWriter<byte> output) { }
            public T Decode(ReadOnlySpan<byte> payload) => throw new NotSupportedException();
        }
        public sealed class FitCodec : Codec<Fit>;
        public sealed class MisfitCodec : Codec<Misfit>;
        public sealed class WireCodec<T> : Codec<T> where T : IWire<T>;
        public sealed class ClassCodec<T> : Codec<T> where T : class;
        public sealed class NewCodec<T> : Codec<T> where T : new();
        public sealed class AnyCodec<T> : Codec<T>;
        public sealed class Pair<T, U> : Codec<T>;
        public sealed class Nothing;
        public sealed class Sized(int size) : Codec<Fit> { public int Size => size; }
        public sealed class Served(TimeProvider time) : Codec<Fit> { public TimeProvider Time => time; }
        public sealed class Secret : Codec<Fit> { private Secret() { } }
        file sealed class Local : Codec<Fit>;
        """;

    [Theory]
    [InlineData("Nothing", "'Nothing' cannot be the codec here: it implements no IWebSocketCodec<T>")]
    [InlineData("Codec<Fit>", "a class that can be created")]
    [InlineData("Pair<,>", "one type parameter")]
    [InlineData("Sized", "a public constructor")]
    [InlineData("Secret", "a public constructor")]
    [InlineData("Local", "file-local")]
    public Task Reports_the_type_that_is_no_codec(string codec, string message) => AnalyzerVerifier.ReportsAsync(
        Id, ContractSource.Of("[OnBinary] public void One() { }", Types, attributes: $"[UseCodec([|typeof({codec})|])]"), message);

    [Theory]
    [InlineData("FitCodec", "public void One([|Misfit m|]) { }", "'FitCodec' cannot be the codec here: it implements no IWebSocketCodec<Misfit>")]
    [InlineData("FitCodec", "public [|Misfit|] One(Fit m) => new(1);", "IWebSocketCodec<Misfit>")]
    [InlineData("FitCodec", "public [|IAsyncEnumerable<Misfit>|] One(Fit m) => throw new NotSupportedException();", "IWebSocketCodec<Misfit>")]
    [InlineData("WireCodec<>", "public void One([|Misfit m|]) { }", "IWebSocketCodec<Misfit>")]
    [InlineData("ClassCodec<>", "public void One([|Value m|]) { }", "IWebSocketCodec<Value>")]
    [InlineData("NewCodec<>", "public void One([|Misfit m|]) { }", "IWebSocketCodec<Misfit>")]
    public Task Reports_the_payload_or_the_reply(string codec, string handler, string message) => AnalyzerVerifier.ReportsAsync(
        Id, ContractSource.Of("[OnMessage] " + handler, Types, attributes: $"[UseCodec(typeof({codec}))]"), message);

    [Theory]
    [InlineData("[UseCodec(typeof(FitCodec))]", "public Fit One(Fit m) => m;")]
    [InlineData("[UseCodec(typeof(FitCodec)), UseCodec(typeof(MisfitCodec))]", "public Fit One(Misfit m) => new();")]
    [InlineData("[UseCodec(typeof(WireCodec<>))]", "public Fit One(Fit? m) => new();")]
    [InlineData("[UseCodec(typeof(NewCodec<>))]", "public Value? One(Fit m) => null;")]
    [InlineData("[UseCodec(typeof(AnyCodec<>))]", "public async Task<List<Fit>> One(Misfit[] m) { await Task.Yield(); return []; }")]
    [InlineData("[UseCodec(typeof(AnyCodec<Fit>))]", "public void One(Fit m) { }")]
    [InlineData("[UseCodec(typeof(Served))]", "public void One(Fit m, TimeProvider time) { }")]
    [InlineData("[UseCodec(typeof(FitCodec), Protocol = \"a\")]", "public int One(int m) => m; [OnMessage(Protocol = \"a\")] public void Two(Fit m) { }")]
    public Task Accepts_codecs_that_fit(string attributes, string handler) => AnalyzerVerifier.AcceptsAsync(
        ContractSource.Of("[OnMessage] " + handler, Types, arguments: ", Protocols = [\"a\"]", attributes: attributes));
}
