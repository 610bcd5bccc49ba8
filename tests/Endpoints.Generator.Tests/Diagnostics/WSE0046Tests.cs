using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Codecs of sub-protocols that are not offered.</summary>
public sealed class WSE0046Tests
{
    private const string Id = DiagnosticIds.CodecProtocolNotOffered;

    private const string Types =
        """
        public sealed class Codec : IWebSocketCodec<int>
        {
            public void Encode(int value, IBufferWriter<byte> output) { }
            public int Decode(ReadOnlySpan<byte> payload) => 0;
        }
        """;

    [Theory]
    [InlineData("", "choose one of: (none)")]
    [InlineData(", Protocols = [\"a\", \"b\"]", "The codec 'Codec' is for the sub-protocol \"A\", which 'Chat' does not offer; add it to Protocols or choose one of: a, b")]
    public Task Reports_the_argument(string arguments, string message) => AnalyzerVerifier.ReportsAsync(
        Id,
        ContractSource.Of("[OnMessage] public void One(int m) { }", Types, arguments: arguments, attributes: "[UseCodec(typeof(Codec), Protocol = [|\"A\"|])]"),
        message);

    [Fact]
    public Task Accepts_one_that_is_offered() => AnalyzerVerifier.AcceptsAsync(ContractSource.Of(
        "[OnMessage] public void One(int m) { }", Types, arguments: ", Protocols = [\"a\"]", attributes: "[UseCodec(typeof(Codec), Protocol = \"a\")]"));
}
