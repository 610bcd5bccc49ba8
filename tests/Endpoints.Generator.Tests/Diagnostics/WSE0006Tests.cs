using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Server and client attribute on one class.</summary>
public sealed class WSE0006Tests
{
    private const string ClientAttribute =
        """
        namespace Endpoints
        {
            public sealed class WebSocketClientEndpointAttribute(string path) : Attribute
            {
                public string Path => path;
            }
        }

        """;

    [Fact]
    public Task Reports_a_class_that_is_both() => AnalyzerVerifier.ReportsAsync(
        DiagnosticIds.ServerAndClientEndpoint,
        ClientAttribute +
        """
        [WebSocketEndpoint("/chat")]
        [[|WebSocketClientEndpoint("/chat")|]]
        public sealed class Chat
        {
            [OnOpen] public void Open() { }
        }
        """,
        "'Chat'",
        "split it into two classes");

    [Fact]
    public Task Accepts_a_server_and_a_client_class() => AnalyzerVerifier.AcceptsAsync(
        ClientAttribute +
        """
        [WebSocketEndpoint("/chat")]
        public sealed class ChatServer
        {
            [OnOpen] public void Open() { }
        }

        [WebSocketClientEndpoint("/chat")]
        public sealed class ChatClient
        {
        }
        """);
}
