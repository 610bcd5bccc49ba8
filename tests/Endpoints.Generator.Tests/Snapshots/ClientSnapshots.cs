using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

/// <summary>Endpoints of clients: the dispatcher of a server's, and what connects it instead of a descriptor.</summary>
public sealed class ClientSnapshots
{
    [Fact]
    public void A_clients_endpoint_implements_what_connects_it_and_is_in_no_table() => GeneratorSnapshots.Verify(new GeneratorProject(
        """
        namespace App
        {
            public interface IClock;

            public static partial class Outer
            {
                [WebSocketClientEndpoint(Protocols = ["chat.v2", "chat.v1"])]
                internal sealed partial class Chat(IClock clock) : IDisposable
                {
                    [OnOpen] private void Open(WebSocketSession session, [FromQuery] int? room) { }
                    [OnText] private string Text(string text, [FromHeader(Name = "X-Server")] string server) => clock + text + server;
                    [OnClose] private void Closed(CloseStatus status) { }
                    public void Dispose() { }
                }
            }
        }

        [WebSocketClientEndpoint]
        public sealed partial class Root
        {
            [OnBinary] public ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
        }

        [WebSocketEndpoint("/echo")]
        public sealed class Server
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """));
}
