using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Settings that concern nothing of their endpoint.</summary>
public sealed class WSE0048Tests
{
    private const string Id = DiagnosticIds.SettingWithoutEffect;

    private const string Types =
        """
        [Message("say")] public sealed record Say([property: System.ComponentModel.DataAnnotations.StringLength(9)] string Text);
        public sealed record Plain(string Text);
        public sealed record Outer(Say[] Inner);
        public sealed record Self(int Depth, Self? Next);
        [JsonDerivedType(typeof(Leaf), "leaf")] public abstract record Tree;
        public sealed record Leaf(string Text) : Tree;
        [JsonDerivedType(typeof(Strict), "strict")] public abstract record Loose;
        public sealed record Strict([property: System.ComponentModel.DataAnnotations.Required] string Text) : Loose;
        public sealed class ByteCodec : IWebSocketCodec<Say>
        {
            public void Encode(Say value, IBufferWriter<byte> output) { }
            public Say Decode(ReadOnlySpan<byte> payload) => new("");
        }
        """;

    private static readonly string[] Listed = ["Say", "Plain", "Outer", "Self", "Tree", "Loose"];

    [Theory]
    [InlineData("[OnText] public void One(string m) { }")]
    [InlineData("[OnMessage] public Plain One(Plain m) => m;")]
    [InlineData("[OnMessage] public void One(Leaf m) { }")]
    public Task Reports_a_discriminator_that_tells_nothing_apart(string handlers) => ReportsAsync(
        handlers, ", Discriminator = [|\"kind\"|]", "'Discriminator' of endpoint 'Chat' has no effect, because no message or reply");

    [Fact]
    public Task Reports_a_discriminator_of_messages_that_a_codec_reads() => AnalyzerVerifier.ReportsAsync(
        Id,
        ContractSource.Of(
            "[OnMessage] public void One(Say m) { }", Types, Listed, ", Discriminator = [|\"kind\"|]", "[UseCodec(typeof(ByteCodec))]"),
        "no message or reply");

    [Theory]
    [InlineData("[OnText] public void One(string m) { }")]
    [InlineData("[OnMessage] public Say One(Plain m) => new(\"\");")]
    [InlineData("[OnMessage] public void One(Self m) { }")]
    [InlineData("[OnMessage] public void One(int m) { }")]
    public Task Reports_a_validation_of_nothing(string handlers) => ReportsAsync(
        handlers, ", ValidateMessages = [|true|]", "'ValidateMessages' of endpoint 'Chat' has no effect, because no message of its handlers");

    [Theory]
    [InlineData("[OnMessage] public void One(Say m) { }", ", Discriminator = \"kind\"")]
    [InlineData("[OnText] public Say One(string m) => new(m);", ", Discriminator = \"kind\"")]
    [InlineData("[OnMessage] public async IAsyncEnumerable<Say> One(IAsyncEnumerable<Plain> m) { await Task.Yield(); yield break; }", ", Discriminator = \"kind\"")]
    [InlineData("[OnMessage] public void One(Say m) { }", ", ValidateMessages = true")]
    [InlineData("[OnMessage] public async Task One(IAsyncEnumerable<Say> m) { await Task.Yield(); }", ", ValidateMessages = true")]
    [InlineData("[OnMessage] public void One(Outer m) { }", ", ValidateMessages = true")]
    [InlineData("[OnMessage] public void One(Loose m) { }", ", ValidateMessages = true")]
    [InlineData("[OnText] public void One(string m) { }", ", ValidateMessages = false")]
    public Task Accepts_what_has_an_effect(string handlers, string arguments) =>
        AnalyzerVerifier.AcceptsAsync(ContractSource.Of(handlers, Types, Listed, arguments));

    private static Task ReportsAsync(string handlers, string arguments, string message) =>
        AnalyzerVerifier.ReportsAsync(Id, ContractSource.Of(handlers, Types, Listed, arguments), message);
}
