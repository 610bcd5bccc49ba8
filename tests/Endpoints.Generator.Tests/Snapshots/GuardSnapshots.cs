using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class GuardSnapshots
{
    [Fact]
    public void Filters_checks_state_and_validation_stand_before_handlers() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using Microsoft.AspNetCore.Authorization;
            using System.ComponentModel.DataAnnotations;
            using System.Text.Json.Serialization;
            namespace App;

            public sealed record Move([Required, StringLength(8)] string Piece, [Range(0, 63)] int To);

            [JsonSerializable(typeof(Move))]
            public sealed partial class GameJson : JsonSerializerContext;

            public struct Player { public int Moves; }

            public interface ILog;

            public sealed class Logging(ILog log) : IWebSocketFilter
            {
                public ValueTask OnOpenAsync(WebSocketSession session, FilterNext next) { GC.KeepAlive(log); return next.RunAsync(); }
                public async ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next) => await next.RunAsync();
            }

            public sealed class Throttle(WebSocketHandshake handshake) : IWebSocketFilter, IDisposable
            {
                public ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next) => next.RunAsync();
                public void Dispose() => GC.KeepAlive(handshake);
            }

            [Authorize]
            [UseFilter<Logging>]
            [WebSocketEndpoint("/game", Lifetime = EndpointLifetime.Singleton, ValidateMessages = true)]
            public sealed class Game
            {
                [OnMessage, Authorize("players"), UseFilter<Throttle>(Lifetime = EndpointLifetime.Session)]
                public string Move(Move move, ref Player player) => $"{++player.Moves} {move}";

                [OnBinary] public ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
                [OnClose] public void Close(ref readonly Player player) { }
            }
            """));
}
