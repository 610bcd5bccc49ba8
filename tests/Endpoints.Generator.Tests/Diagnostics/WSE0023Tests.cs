using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handlers of a sub-protocol that is not offered.</summary>
public sealed class WSE0023Tests
{
    private const string Id = DiagnosticIds.SubprotocolNotOffered;

    [Theory]
    [InlineData("\"chat.v1\", \"chat.v2\"", "chat.v3", "chat.v1, chat.v2")]
    [InlineData("\"chat.v1\"", "Chat.V1", "chat.v1")]
    [InlineData("", "chat.v1", "(none)")]
    public Task Reports_the_name(string offered, string protocol, string names) => AnalyzerVerifier.ReportsAsync(
        Id, Source(offered, $"[|\"{protocol}\"|]"), $"\"{protocol}\", which 'Chat' does not offer", names);

    [Theory]
    [InlineData("\"chat.v2\"", "\"chat.v2\"")]
    [InlineData("\"chat.v1\"", "Chat.V1")]
    [InlineData("\"chat.v1\"", "null")]
    public Task Accepts_a_name_that_is_offered(string offered, string protocol) => AnalyzerVerifier.AcceptsAsync(Source(offered, protocol));

    private static string Source(string offered, string protocol) =>
        $$"""
        [WebSocketEndpoint("/chat", Protocols = [{{offered}}])]
        public sealed class Chat
        {
            public const string V1 = "chat.v1";
            [OnText(Protocol = {{protocol}})] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """;
}
