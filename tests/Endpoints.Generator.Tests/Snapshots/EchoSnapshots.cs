using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class EchoSnapshots
{
    [Fact]
    public void A_span_echo_is_called_in_place() => GeneratorSnapshots.Verify(new GeneratorProject(
        """
        namespace App;

        [WebSocketEndpoint("/echo/{room}")]
        public sealed class Echo
        {
            [OnText]
            public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

            [OnBinary]
            public void Binary(ReadOnlySpan<byte> payload, WebSocketSession session, string room) => session.TrySendBinary(payload);
        }
        """) { Libraries = [GeneratorProject.AspNetCoreDoor] });
}
