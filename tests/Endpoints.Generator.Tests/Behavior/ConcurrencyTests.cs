using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted calls of blocking handlers and of parallel endpoints, run over a connection.</summary>
public sealed class ConcurrencyTests
{
    [Fact]
    public async Task A_blocking_handler_runs_off_the_thread_that_received_and_the_session_stays_serial()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                public static readonly SemaphoreSlim Steps = new(0);
                public static int Running, Most;

                [OnText, Blocking] public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8)
                {
                    Most = Math.Max(Most, Interlocked.Increment(ref Running));
                    Steps.Wait();
                    Interlocked.Decrement(ref Running);
                    return utf8.ToArray();
                }
            }
            """);
        var steps = (SemaphoreSlim)endpoint.Static("E", "Steps")!;
        var peer = endpoint.Open();

        // Were it called in place, this would not return.
        peer.Text("a");
        peer.Text("b");
        Assert.Empty(peer.Sent);
        steps.Release();
        await peer.ResumeAsync();
        steps.Release();
        await peer.ResumeAsync();

        Assert.Equal(["text:a", "text:b"], peer.Sent);
        Assert.Equal(1, endpoint.Static("E", "Most"));
        await peer.EndAsync();
    }

    [Fact]
    public async Task All_handlers_of_a_blocking_class_run_there()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            public sealed class Unit;

            [Blocking, WebSocketEndpoint("/")] public sealed class E
            {
                public static readonly List<string> Log = [];
                private static readonly AsyncLocal<string> Place = new();

                public static void Here() => Place.Value = "receiver";
                private static void Note(string what) { lock (Log) Log.Add($"{what} {Thread.CurrentThread.IsThreadPoolThread}"); }

                [OnOpen] public void Open() => Note("open");
                [OnText] public void Text(string text, Unit unit) { Note(text); throw new InvalidOperationException(); }
                [OnPing] public Task Ping(byte[] payload) { Note("ping"); return Task.CompletedTask; }
                [OnError] public void Failed(Exception error) => Note(error.GetType().Name);
                [OnClose] public void Closed(CloseStatus status) => Note($"closed {status.Code}");
            }
            """);
        endpoint.Handshake.Provider = EmittedServices.With(endpoint, "Unit");
        Endpoints.TestKit.Connections.Conversation? peer = null;
        var receiver = new Thread(() => peer = endpoint.Open());
        receiver.Start();
        receiver.Join();

        await peer!.ResumeAsync();
        peer.Text("text");
        await peer.ResumeAsync();
        await peer.EndAsync();

        Assert.Equal(
            ["open True", "text True", "InvalidOperationException True", "closed 1006 True"], (List<string>)endpoint.Static("E", "Log")!);
    }

    [Fact]
    public async Task A_parallel_endpoint_handles_so_many_messages_at_once_and_replies_as_they_complete()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/", MaxConcurrency = 3)] public sealed class E
            {
                public static readonly Dictionary<string, TaskCompletionSource> Waits = [];

                [OnText] public async Task<ReadOnlyMemory<byte>> Text(ReadOnlyMemory<byte> utf8)
                {
                    var wait = new TaskCompletionSource();
                    lock (Waits) Waits.Add(System.Text.Encoding.UTF8.GetString(utf8.Span), wait);
                    await wait.Task;
                    return utf8;
                }

                [OnError] public string Failed(ArgumentException error) => error.Message;
                [OnClose] public void Closed() => Waits.Add("closed", new());
            }
            """);
        Assert.Equal(3, endpoint.Descriptor.Settings?.MaxConcurrency);
        var waits = (Dictionary<string, TaskCompletionSource>)endpoint.Static("E", "Waits")!;
        var peer = endpoint.Open();

        foreach (var text in new[] { "a", "b", "c", "d", "e" })
        {
            peer.Text(text);
        }

        Assert.Equal(["a", "b", "c"], waits.Keys);
        waits["b"].SetResult();
        await peer.ResumeAsync();
        Assert.Equal(["a", "b", "c", "d"], waits.Keys);
        waits["d"].SetResult();
        await peer.ResumeAsync();
        waits["a"].SetException(new ArgumentException("failed"));
        waits["e"].SetResult();
        Assert.Equal(["text:b", "text:d", "text:failed", "text:e"], peer.Sent);

        // The close handler waits for the last of them.
        var ended = peer.EndAsync();
        Assert.DoesNotContain("closed", waits.Keys);
        waits["c"].SetResult();
        await ended;
        Assert.Contains("closed", waits.Keys);
    }
}
