namespace Endpoints.Generator.Tests.CleanCode;

internal static partial class CleanSources
{
    /// <summary>Keeps payloads, sends to many sessions, watches ends and takes query values, each as it should be done.</summary>
    public const string Recorder =
        """
        using System.Collections.Concurrent;
        using System.Linq;
        using System.Threading.Channels;

        namespace Samples.Recorder;

        public sealed class Viewers
        {
            private readonly ConcurrentDictionary<string, WebSocketSession> _all = new();

            public IEnumerable<WebSocketSession> All => _all.Values;

            public void Add(WebSocketSession session)
            {
                _all[session.Id] = session;
                _ = RemoveAtEndAsync(session);
            }

            public async Task SendAsync(string text, CancellationToken ct)
            {
                foreach (var session in _all.Values)
                {
                    await session.SendTextAsync(text, ct);
                }
            }

            private async Task RemoveAtEndAsync(WebSocketSession session)
            {
                await session.Completion;
                _all.TryRemove(session.Id, out _);
            }
        }

        [WebSocketEndpoint("/recorder")]
        public sealed partial class RecorderEndpoint(Viewers viewers, Channel<ReadOnlyMemory<byte>> chunks)
        {
            private readonly List<ReadOnlyMemory<byte>> _kept = [];
            private ReadOnlyMemory<byte> _current;
            private byte[] _last = [];

            [OnOpen]
            private async ValueTask Opened(WebSocketSession session, [FromQuery] string? ticket, [FromQuery] string? continuationToken, CancellationToken ct)
            {
                viewers.Add(session);
                session.TrySendPing("hello"u8);
                await session.SendTextAsync($"{ticket} {continuationToken}", ct);
            }

            [OnBinary]
            private async Task Store(ReadOnlyMemory<byte> chunk, CancellationToken ct)
            {
                _last = chunk.ToArray();
                _kept.Add(chunk[..^1].ToArray());
                _current = chunk;
                try
                {
                    await chunks.Writer.WriteAsync(_last, ct);
                    foreach (var viewer in viewers.All)
                    {
                        viewer.TrySendBinary(chunk.Span);
                    }
                }
                finally
                {
                    _current = default;
                }
            }

            [OnText]
            private async Task Command(string command, WebSocketSession session, CancellationToken ct)
            {
                foreach (var word in command.Split(' '))
                {
                    await session.SendTextAsync(word, ct);
                }

                foreach (var viewer in viewers.All)
                {
                    if (viewer.Id == command)
                    {
                        await viewer.SendTextAsync("it is you", ct);
                        break;
                    }
                }

                await Task.WhenAll(viewers.All.Select(v => v.SendTextAsync(command, ct).AsTask()));
                await Task.WhenAny(session.Completion, Task.Delay(TimeSpan.FromSeconds(1), ct));
                await session.CloseAsync(ct);
            }
        }
        """;
}
