using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Server and client attribute on one class.</summary>
public sealed class WSE0006Tests
{
    [Fact]
    public Task Reports_a_class_that_is_both() => AnalyzerVerifier.ReportsAsync(
        DiagnosticIds.ServerAndClientEndpoint,
        """
        [WebSocketEndpoint("/chat")]
        [[|WebSocketClientEndpoint|]]
        public sealed class Chat
        {
            [OnOpen] public void Open() { }
        }
        """,
        "'Chat'",
        "split it into two classes");

    [Fact]
    public Task Accepts_a_server_and_a_client_class() => AnalyzerVerifier.AcceptsAsync(
        """
        [WebSocketEndpoint("/chat")]
        public sealed class ChatServer
        {
            [OnOpen] public void Open() { }
        }

        [WebSocketClientEndpoint]
        public sealed partial class ChatClient
        {
            [OnOpen] public void Open() { }
        }
        """);
}
