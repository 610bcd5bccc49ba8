using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted handlers that read a message while it arrives, run over a connection.</summary>
public sealed class BodyTests
{
    private const string Upload =
        """
        using System.IO;
        using System.IO.Pipelines;

        [WebSocketEndpoint("/", Protocols = ["whole"], MaxMessageSize = 1_000_000)] public sealed class E
        {
            [OnBinary] public async Task<string> Take(Stream body, CancellationToken ct)
            {
                var kept = new MemoryStream();
                await body.CopyToAsync(kept, ct);
                return $"{kept.Length} {Convert.ToHexString(kept.ToArray().AsSpan(0, Math.Min(4, (int)kept.Length)))}";
            }

            [OnText] public void Text(Stream body, WebSocketSession session)
            {
                using var reader = new StreamReader(body);
                session.TrySendText(System.Text.Encoding.UTF8.GetBytes(reader.ReadToEnd()));
            }

            [OnText(Protocol = "whole")] public string Whole(string text) => "whole " + text;
        }
        """;

    [Fact]
    public async Task A_message_in_one_frame_and_one_in_many_are_read_as_they_come()
    {
        var peer = EmittedEndpoint.Create(Upload).Open();

        peer.Binary(1, 2, 3, 4, 5);
        await peer.UntilAsync("text:5 01020304");
        peer.Fragment(binary: true, isFirst: true, isLast: false, 9, 8);
        peer.Fragment(binary: true, isFirst: false, isLast: false);
        peer.Fragment(binary: true, isFirst: false, isLast: true, 7);
        await peer.UntilAsync("text:3 090807");
        peer.Binary();
        await peer.UntilAsync("text:0 ");
        peer.Text("read synchronously: ä");
        await peer.UntilAsync("text:read synchronously: ä");
        peer.Close(1000);
        await peer.EndAsync();
    }

    [Fact]
    public async Task The_sub_protocol_decides_whether_messages_come_whole()
    {
        var endpoint = EmittedEndpoint.Create(Upload);
        endpoint.Handshake.Protocol = 0;
        var peer = endpoint.Open();

        peer.Text("a");
        Assert.Equal(["text:whole a"], peer.Sent);
        peer.Binary(1);
        await peer.UntilAsync("text:1 01");
        await peer.EndAsync();
    }

    [Fact]
    public async Task A_message_that_ends_too_early_throws()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.IO;

            [WebSocketEndpoint("/")] public sealed class E
            {
                public static readonly List<string> Log = [];

                [OnBinary] public async Task Take(Stream body)
                {
                    try { await body.CopyToAsync(Stream.Null); }
                    catch (Exception e) { Log.Add($"{e.GetType().Name} {e.Message}"); throw; }
                }

                [OnClose] public void Closed() => Log.Add("closed");
                [OnError] public void Failed(Exception e) => Log.Add("error");
            }
            """);
        foreach (var close in new[] { true, false })
        {
            var log = (List<string>)endpoint.Static("E", "Log")!;
            log.Clear();
            var peer = endpoint.Open();
            peer.Fragment(binary: true, isFirst: true, isLast: false, 1);
            if (close)
            {
                peer.Close(1001);
            }

            await peer.EndAsync();
            Assert.Equal(2, log.Count);
            Assert.StartsWith("WebSocketClosedException The WebSocket session was closed (" + (close ? "1001" : "1006"), log[0], StringComparison.Ordinal);
            Assert.Equal("closed", log[1]);
        }
    }

    [Fact]
    public async Task What_a_handler_leaves_unread_is_skipped()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.IO.Pipelines;

            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnBinary] public async Task<string> Take(PipeReader body)
                {
                    var read = await body.ReadAsync();
                    return $"{read.Buffer.FirstSpan[0]}";
                }
            }
            """);
        var peer = endpoint.Open();
        peer.Fragment(binary: true, isFirst: true, isLast: false, 1);
        await peer.UntilAsync("text:1");
        for (var i = 0; i < 100; i++)
        {
            peer.Fragment(binary: true, isFirst: false, isLast: false, new byte[10_000]);
        }

        Assert.True(peer.IsDrained);
        peer.Fragment(binary: true, isFirst: false, isLast: true);
        peer.Binary(2);
        await peer.UntilAsync("text:2");
        await peer.EndAsync();
    }
}
