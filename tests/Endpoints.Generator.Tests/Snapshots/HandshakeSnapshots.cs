using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class HandshakeSnapshots
{
    [Fact]
    public void Handlers_bound_to_sub_protocols_come_before_the_others() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            [WebSocketEndpoint("/versions", Protocols = ["chat.v2", "chat.v1", "raw"], RequireProtocol = true)]
            public sealed class Versions
            {
                [OnText(Protocol = "chat.v2")] public void V2(string text) { }
                [OnText(Protocol = "chat.v1")] public string V1(string text) => text;
                [OnMessage] public void Other(ReadOnlySpan<byte> payload) { }
                [OnPing(Protocol = "raw")] public void Ping() { }
            }
            """));

    [Fact]
    public void The_server_may_prefer_its_own_order() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            [WebSocketEndpoint("/", Protocols = ["v2", "v1"], ProtocolPreference = ProtocolPreference.Server, Origins = ["*"])]
            public sealed class Root
            {
                [OnOpen] public void Open(WebSocketSession session) { }
            }
            """));

    [Fact]
    public void Origins_become_comparisons() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            [WebSocketEndpoint("/origins", Origins = ["https://app.example.com:443", "https://*.Example.com:8443", "http://localhost:3000"])]
            public sealed class Guarded
            {
                [OnText] public void Text() { }
            }
            """));

    [Fact]
    public void Values_are_bound_once_a_session() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            public enum Color { Red, Green }

            [WebSocketEndpoint("/v/{id:guid}/{page:int=1}/{color?}")]
            public sealed class Values
            {
                [OnOpen]
                public void Open(
                    Guid id,
                    [FromRoute(Name = "PAGE")] int number,
                    Color? color,
                    [FromQuery] int size = 20,
                    [FromQuery(Name = "q")] string? search = null,
                    [FromHeader(Name = "Accept-Language")] string language = "en",
                    [FromHeader(Name = "X-Trace-Id")] Guid trace = default)
                {
                }

                [OnText] public void Text(string text, Guid id) { }
            }

            [WebSocketEndpoint("/files/{**path}")]
            public sealed class Files
            {
                [OnOpen] public void Open(string path, [FromQuery] decimal rate, [FromQuery] DayOfWeek day = DayOfWeek.Friday) { }
            }
            """));
}
