namespace Endpoints.Generator.Tests.CleanCode;

/// <summary>Endpoints as careful users write them. Nothing in them may be reported.</summary>
internal static partial class CleanSources
{
    public const string Chat =
        """
        using System.Collections.Concurrent;
        using System.Text.Json.Serialization;

        namespace Samples.Chat;

        public sealed record Say(string Text);

        public sealed record Said(string Who, string Text, DateTimeOffset At);

        [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
        [JsonSerializable(typeof(Say))]
        [JsonSerializable(typeof(Said))]
        internal sealed partial class ChatJson : JsonSerializerContext;

        public sealed class RoomDirectory
        {
            private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, WebSocketSession>> _rooms = new();

            public ConcurrentDictionary<string, WebSocketSession> this[string room] => _rooms.GetOrAdd(room, _ => new());
        }

        [WebSocketEndpoint("/rooms/{room:minlength(1):maxlength(64)}", JsonContext = typeof(ChatJson), MaxMessageSize = 64 * 1024)]
        public sealed partial class ChatEndpoint(RoomDirectory rooms, TimeProvider time)
        {
            private string _who = "somebody";

            [OnOpen]
            private async ValueTask Joined(WebSocketSession session, string room, [FromQuery] string? who, CancellationToken ct)
            {
                _who = who ?? _who;
                rooms[room][session.Id] = session;
                await session.SendTextAsync($"welcome to {room}", ct);
            }

            [OnMessage]
            private Said Say(Say message) => new(_who, message.Text, time.GetUtcNow());

            [OnClose]
            private void Left(WebSocketSession session, CloseStatus status, string room) => rooms[room].TryRemove(session.Id, out _);

            [OnError]
            private ValueTask Failed(OperationCanceledException error, WebSocketSession session) => session.CloseAsync(CloseStatus.GoingAway);
        }
        """;

    public const string Ticker =
        """
        using System.Globalization;
        using System.Runtime.CompilerServices;

        namespace Samples.Ticker;

        [WebSocketEndpoint(
            "/ticker/{symbol:alpha:length(3,5)}/{seconds:int:range(1,60)?}",
            Lifetime = EndpointLifetime.Singleton,
            KeepAliveIntervalSeconds = 20,
            KeepAliveTimeoutSeconds = 10,
            IdleTimeoutSeconds = 60)]
        internal sealed class TickerEndpoint(TimeProvider time)
        {
            [OnOpen]
            public async IAsyncEnumerable<string> Ticks(string symbol, int? seconds, [EnumeratorCancellation] CancellationToken ct)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(seconds ?? 1), time);
                while (await timer.WaitForNextTickAsync(ct))
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{symbol} {time.GetTimestamp()}");
                }
            }

            [OnText]
            public static ValueTask Refuse(WebSocketSession session) => session.CloseAsync(CloseStatus.UnsupportedData.WithReason("nothing to say here"));
        }
        """;

    public const string Upload =
        """
        using System.Buffers;
        using System.IO;

        namespace Samples.Upload;

        [WebSocketEndpoint("/files/{**path:nonfile}", Origins = ["https://files.example.com"], MaxMessageSize = 16 * 1024 * 1024, MaxFrameSize = 1024 * 1024)]
        public sealed class UploadEndpoint : IAsyncDisposable
        {
            private readonly MemoryStream _stored = new();

            [OnBinary]
            public async Task<string> Store(ReadOnlyMemory<byte> chunk, CancellationToken ct)
            {
                await _stored.WriteAsync(chunk, ct);
                return "stored";
            }

            [OnText]
            public async ValueTask Command(string command, string path, WebSocketSession session, CancellationToken ct)
            {
                switch (command)
                {
                    case "done":
                        await session.CloseAsync(CloseStatus.Normal, ct);
                        break;
                    default:
                        await session.CloseAsync(new CloseStatus(4000, $"unknown command for {path}"), ct);
                        break;
                }
            }

            [OnPing]
            public void Pinged(ReadOnlySpan<byte> payload, [FromHeader(Name = "User-Agent")] string? agent = null)
            {
            }

            [OnError]
            public void Failed(IOException error)
            {
            }

            [OnError]
            public void Failed(Exception error)
            {
            }

            public ValueTask DisposeAsync() => _stored.DisposeAsync();
        }
        """;

    public const string Admin =
        """
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.RateLimiting;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        namespace Samples.Admin;

        public static partial class Console
        {
            public static void AddConsole(WebApplicationBuilder builder) =>
                builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();

            public abstract class Audited(ILogger logger)
            {
                protected void Log(string what) => logger.LogInformation("{What}", what);
            }

            [Authorize(Policy = "Admins", AuthenticationSchemes = CookieAuthenticationDefaults.AuthenticationScheme)]
            [EnableRateLimiting("console")]
            [WebSocketEndpoint("/admin/console", Origins = ["https://admin.example.com", "https://*.admin.example.com"], Order = -1)]
            internal sealed partial class AdminEndpoint(ILogger<AdminEndpoint> logger) : Audited(logger)
            {
                [OnOpen]
                void Opened(WebSocketHandshake handshake) => Log($"{handshake.User.Identity?.Name} opened the console");

                [OnText]
                string Run(string command, [FromServices] TimeProvider time, [FromKeyedServices("console")] IServiceProvider services)
                {
                    Log(command);
                    return command == "time" ? time.GetUtcNow().ToString("O") : "?";
                }

                [OnClose]
                Task Closed(CloseStatus status)
                {
                    Log(status.ToString());
                    return Task.CompletedTask;
                }
            }
        }
        """;

    public const string Game =
        """
        using System.Buffers;

        namespace Samples.Game;

        public enum Team
        {
            Red,
            Blue,
        }

        public interface IWorld
        {
            bool Move(Guid player, ReadOnlySpan<byte> packet);

            void Leave(Guid player);
        }

        [WebSocketEndpoint(
            "/games/{game:guid}/{team}",
            Protocols = [GameEndpoint.V2, GameEndpoint.V1],
            ProtocolPreference = ProtocolPreference.Server,
            RequireProtocol = true,
            KeepAliveIntervalSeconds = -1,
            IdleTimeoutSeconds = 15,
            CloseTimeoutSeconds = 2)]
        public sealed class GameEndpoint(IWorld world)
        {
            public const string V1 = "game.v1";
            public const string V2 = "game.v2";

            private const int Kicked = 4001;

            [OnOpen]
            public void Joined(WebSocketSession session, Team team, Guid game) => session.Items["team"] = team;

            [OnBinary(Protocol = V2)]
            public void Move(ReadOnlySpan<byte> packet, WebSocketSession session, Guid game)
            {
                if (!world.Move(game, packet))
                {
                    _ = session.CloseAsync(new CloseStatus(Kicked, "illegal move"));
                }
            }

            [OnBinary(Protocol = V1)]
            public void OldMove(ReadOnlySequence<byte> packet, Guid game) => world.Move(game, packet.ToArray());

            [OnText(Protocol = V1)]
            public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> utf8) => utf8;

            [OnPong]
            public void Alive(byte[] payload)
            {
            }

            [OnClose]
            public void Left(Guid game) => world.Leave(game);
        }
        """;

    public const string Board =
        """
        using System.ComponentModel.DataAnnotations;
        using System.Diagnostics;
        using System.Text.Json.Serialization;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.Extensions.Logging;

        namespace Samples.Board;

        public sealed record Note([Required, StringLength(280, MinimumLength = 1)] string Text, [property: Range(0, 99)] int Column, Author? By = null);

        public sealed class Author { [EmailAddress] public string? Mail { get; init; } [MaxLength(5)] public List<string> Tags { get; init; } = []; }

        [JsonSerializable(typeof(Note))]
        public sealed partial class BoardJson : JsonSerializerContext;

        public struct Visit
        {
            public string? Board;
            public int Notes;
        }

        public sealed class TimingFilter(ILogger<TimingFilter> logger, TimeProvider time) : IWebSocketFilter
        {
            public async ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
            {
                var start = time.GetTimestamp();
                await next.RunAsync();
                logger.LogDebug("{Id}: {Bytes} bytes in {Elapsed}", session.Id, message.Payload.Length, time.GetElapsedTime(start));
            }
        }

        public sealed class QuotaFilter(WebSocketHandshake handshake) : IWebSocketFilter
        {
            private readonly int _quota = handshake.User.Identity is { IsAuthenticated: true } ? 1000 : 10;
            private int _messages;

            public ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next) =>
                ++_messages > _quota ? session.CloseAsync(CloseStatus.PolicyViolation.WithReason("quota")) : next.RunAsync();
        }

        [Authorize]
        [UseFilter<TimingFilter>]
        [WebSocketEndpoint("/boards/{board}", Lifetime = EndpointLifetime.Singleton, ValidateMessages = true)]
        public sealed partial class BoardEndpoint
        {
            private int _notes;

            [OnOpen]
            private void Joined(ref Visit visit, string board) => visit.Board = board;

            [OnMessage, UseFilter<QuotaFilter>(Lifetime = EndpointLifetime.Session)]
            private string Pin(Note note, ref Visit visit) => $"{visit.Board} {++visit.Notes}/{Interlocked.Increment(ref _notes)} {note.Text}";

            [OnBinary, Authorize(Policy = "Editors")]
            private ValueTask Picture(ReadOnlyMemory<byte> picture, WebSocketSession session) => session.SendBinaryAsync(picture);

            [OnClose]
            private void Left(ref readonly Visit visit) => Debug.WriteLine(visit.Notes);

            [OnError]
            private static string Invalid(MessageValidationException error) => error.Message;
        }
        """;

    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        (nameof(Chat), Chat), (nameof(Ticker), Ticker), (nameof(Upload), Upload), (nameof(Admin), Admin), (nameof(Game), Game),
        (nameof(Board), Board), (nameof(Canvas), Canvas), (nameof(Meters), Meters), (nameof(Recorder), Recorder),
    ];
}
